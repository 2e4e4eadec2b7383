package io.coroutine.internal.loop;

import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A class without a name, made at run time, that is not initialized yet.
 */
public final class HiddenClass {

	private static final Map<Integer, Runnable> INITIALIZERS = new ConcurrentHashMap<>();

	private static final AtomicInteger NUMBERS = new AtomicInteger();

	private final Class<?> made;

	public HiddenClass(Runnable initializer) {
		int number = NUMBERS.incrementAndGet();
		INITIALIZERS.put(number, initializer);
		try {
			this.made = MethodHandles.lookup().defineHiddenClass(bytes(number), false).lookupClass();
		}
		catch (IllegalAccessException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static byte[] bytes(int number) {
		ClassDesc own = ClassDesc.of(HiddenClass.class.getName());
		return ClassFile.of()
			.build(ClassDesc.of(HiddenClass.class.getName() + "Made"), (type) -> type.withMethodBody(
					ConstantDescs.CLASS_INIT_NAME, ConstantDescs.MTD_void, ClassFile.ACC_STATIC,
					(code) -> code.loadConstant(number)
						.invokestatic(own, "initialize", MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_int))
						.return_()));
	}

	/**
	 * Called by the initializer of each.
	 */
	static void initialize(int number) {
		Runnable initializer = INITIALIZERS.remove(number);
		assert initializer != null;
		initializer.run();
	}

	/**
	 * Initialize the class, or wait until it is.
	 */
	public void touch() {
		try {
			MethodHandles.lookup().ensureInitialized(this.made);
		}
		catch (IllegalAccessException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
