package io.coroutine.docs;

import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

import net.bytebuddy.agent.ByteBuddyAgent;
import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.agent.builder.ResettableClassFileTransformer;
import net.bytebuddy.asm.Advice;

import static net.bytebuddy.matcher.ElementMatchers.isAbstract;
import static net.bytebuddy.matcher.ElementMatchers.namedOneOf;
import static net.bytebuddy.matcher.ElementMatchers.none;
import static net.bytebuddy.matcher.ElementMatchers.not;

/**
 * Notes the calls of methods of classes that need not be public, one after the other, by
 * whatever thread. One at a time: the notes are static, as the code that is put into the
 * methods must find them. Public for that code.
 */
public final class CallTrace implements AutoCloseable {

	private static final Queue<Call> CALLS = new ConcurrentLinkedQueue<>();

	private final ResettableClassFileTransformer transformer;

	private CallTrace(ResettableClassFileTransformer transformer) {
		this.transformer = transformer;
	}

	/**
	 * Begin to note the calls.
	 * @param calls whichever are to be noted
	 * @return the trace, to be closed
	 */
	static CallTrace of(Set<Call> calls) {
		String[] types = calls.stream().map(Call::type).toArray(String[]::new);
		AgentBuilder builder = new AgentBuilder.Default().disableClassFormatChanges()
			.ignore(none())
			.with(AgentBuilder.RedefinitionStrategy.RETRANSFORMATION)
			.with(AgentBuilder.Listener.StreamWriting.toSystemError().withErrorsOnly())
			.type(namedOneOf(types))
			.transform((changed, type, loader, module, domain) -> changed.visit(
					Advice.to(OnEnter.class).on(namedOneOf(methodsOf(type.getName(), calls)).and(not(isAbstract())))));
		CALLS.clear();
		return new CallTrace(builder.installOn(ByteBuddyAgent.install()));
	}

	private static String[] methodsOf(String type, Set<Call> calls) {
		return calls.stream().filter((call) -> call.type().equals(type)).map(Call::method).toArray(String[]::new);
	}

	/**
	 * Forget what was noted.
	 */
	void clear() {
		CALLS.clear();
	}

	/**
	 * Return what was noted since the start, or since it was forgotten.
	 */
	List<Call> calls() {
		return List.copyOf(CALLS);
	}

	/**
	 * Give the methods back as they were.
	 */
	@Override
	public void close() {
		this.transformer.reset(ByteBuddyAgent.getInstrumentation(), AgentBuilder.RedefinitionStrategy.RETRANSFORMATION);
		CALLS.clear();
	}

	/**
	 * Note a call. Called by the code that is put into the methods, which may be in the
	 * middle of a switch: it does not block.
	 * @param type the class
	 * @param method the method
	 */
	public static void entered(String type, String method) {
		CALLS.add(new Call(type, method));
	}

	/**
	 * A method, or a call of it.
	 *
	 * @param type the name of its class
	 * @param method its name
	 */
	record Call(String type, String method) {

	}

	/**
	 * What is put at the beginning of each method. Never called here.
	 */
	static final class OnEnter {

		private OnEnter() {
		}

		@Advice.OnMethodEnter
		static void enter(@Advice.Origin("#t") String type, @Advice.Origin("#m") String method) {
			CallTrace.entered(type, method);
		}

	}

}
