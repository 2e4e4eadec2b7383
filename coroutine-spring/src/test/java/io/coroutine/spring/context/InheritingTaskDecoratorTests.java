package io.coroutine.spring.context;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import io.coroutine.local.CoroutineLocal;
import io.micrometer.context.ContextRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class InheritingTaskDecoratorTests {

	private static final CoroutineLocal<@Nullable String> LOCAL = CoroutineLocal.<@Nullable String>builder()
		.inherited()
		.build();

	private final NamedValue user = new NamedValue("user");

	private final InheritingTaskDecorator decorator = new InheritingTaskDecorator(
			new PropagatedContext(new ContextRegistry(), List.of(this.user), (key) -> true));

	private final List<@Nullable String> seen = new ArrayList<>();

	@AfterEach
	void clear() {
		this.user.setValue();
		LOCAL.remove();
	}

	private void look() {
		this.seen.add(this.user.getValue());
		this.seen.add(LOCAL.get());
	}

	@Test
	void whenRunByAnotherThreadThenItHasWhatTheSubmitterHadThenAndNothingAfter() throws Exception {
		this.user.setValue("anna");
		LOCAL.set("local");
		Runnable task = this.decorator.decorate(this::look);
		this.user.setValue("berta");
		LOCAL.set("changed");
		try (ExecutorService pool = Executors.newSingleThreadExecutor()) {
			pool.submit(task).get(30, TimeUnit.SECONDS);
			pool.submit(this::look).get(30, TimeUnit.SECONDS);
		}
		assertThat(this.seen).containsExactly("anna", "local", null, null);
	}

	@Test
	void whenTheSubmitterHasToRunItThenItHasItsOwnAgain() {
		this.user.setValue("anna");
		LOCAL.set("local");
		Runnable task = this.decorator.decorate(() -> {
			this.user.setValue("changed");
			LOCAL.set("changed");
			throw new IllegalStateException("wanted");
		});
		assertThatIllegalStateException().isThrownBy(task::run);
		look();
		assertThat(this.seen).containsExactly("anna", "local");
	}

	@Test
	void whenThereIsNothingToTakeOverThenTheTaskStaysAsItIs() {
		Runnable task = this::look;
		assertThat(this.decorator.decorate(task)).isSameAs(task);
	}

}
