package io.coroutine.autoconfigure;

import java.util.function.Consumer;

import io.coroutine.ContextInheritance;
import io.coroutine.CoroutineRuntime;
import io.coroutine.CoroutineRuntimeBuilder;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Makes a runtime from the properties. A value out of range stops the start with a report
 * that names its property.
 */
final class CoroutineRuntimeFactory {

	private CoroutineRuntimeFactory() {
	}

	static CoroutineRuntime start(CoroutineProperties properties, EngineProperties engine,
			@Nullable ContextInheritance inheritance) {
		CoroutineRuntimeBuilder builder = CoroutineRuntime.builder();
		CoroutineProperties.Stack stack = properties.getStack();
		CoroutineProperties.Stall stall = properties.getStall();
		builder.engine(properties.getEngine());
		builder.nativeMeans(engine.getOpen() == EngineProperties.Open.AUTO);
		builder.introspection(properties.getIntrospection());
		builder.stackMode(stack.getMode());
		builder.contextInheritance(inheritance);
		apply("loops.count", properties.getLoops().getCount(), builder::loops);
		apply("stack.private.limit", stack.getPrivate().getLimit(), builder::privateStackLimit);
		apply("stack.private.queue", stack.getPrivate().getQueue(), builder::privateStackQueue);
		apply("stack.private.size", stack.getPrivate().getSize(), (size) -> builder.privateStackBytes(size.toBytes()));
		apply("stall.threshold", stall.getThreshold(), builder::stallThreshold);
		apply("stall.spare-carriers", stall.getSpareCarriers(), builder::spareCarriers);
		apply("shutdown.grace", properties.getShutdown().getGrace(), builder::shutdownGrace);
		return builder.start();
	}

	private static <T> void apply(String property, @Nullable T value, Consumer<T> setter) {
		if (value == null) {
			return;
		}
		try {
			setter.accept(value);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidConfigurationPropertyValueException("coroutine." + property, value, ex.getMessage() + ".",
					ex);
		}
	}

}
