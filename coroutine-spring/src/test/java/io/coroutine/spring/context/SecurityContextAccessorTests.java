package io.coroutine.spring.context;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.coroutine.CoroutineRuntime;
import io.micrometer.context.ContextRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;

import static org.assertj.core.api.Assertions.assertThat;

class SecurityContextAccessorTests {

	private final SecurityContextAccessor accessor = new SecurityContextAccessor();

	private CoroutineRuntime runtime;

	@BeforeEach
	void start() {
		this.runtime = CoroutineRuntime.builder()
			.loops(1)
			.contextInheritance(
					new PropagatedContext(ContextRegistry.getInstance(), List.of(this.accessor), (key) -> true))
			.start();
	}

	@AfterEach
	void close() {
		SecurityContextHolder.clearContext();
		this.runtime.close();
	}

	private static @Nullable Authentication current() {
		return SecurityContextHolder.getContext().getAuthentication();
	}

	private static <T extends @Nullable Object> T get(Future<T> future) throws Exception {
		return future.get(30, TimeUnit.SECONDS);
	}

	@Test
	void whenAuthenticatedThenTheChildIsInAContextOfItsOwn() throws Exception {
		Authentication anna = new TestingAuthenticationToken("anna", "secret");
		SecurityContextHolder.getContext().setAuthentication(anna);
		SecurityContext parents = SecurityContextHolder.getContext();
		Future<Boolean> changed = this.runtime.submit(() -> {
			boolean same = current() == anna && SecurityContextHolder.getContext() != parents;
			SecurityContextHolder.getContext().setAuthentication(null);
			return same;
		});
		assertThat(get(changed)).isTrue();
		assertThat(parents.getAuthentication()).isSameAs(anna);
	}

	@Test
	void whenTheParentChangesAfterwardsThenTheChildDoesNot() throws Exception {
		Authentication anna = new TestingAuthenticationToken("anna", "secret");
		SecurityContextHolder.getContext().setAuthentication(anna);
		CompletableFuture<@Nullable Authentication> seen = new CompletableFuture<>();
		var created = this.runtime.coroutine().create(() -> seen.complete(current()));
		SecurityContextHolder.getContext().setAuthentication(null);
		created.start();
		assertThat(get(seen)).isSameAs(anna);
	}

	@Test
	void whenNobodyIsAuthenticatedThenTheChildHasNobody() throws Exception {
		assertThat(get(this.runtime.submit(SecurityContextAccessorTests::current))).isNull();
		assertThat(this.accessor.getValue()).isNull();
	}

	@Test
	void whenRestoredThenTheContextIsTheVerySame() {
		SecurityContextHolder.getContext().setAuthentication(new TestingAuthenticationToken("anna", "secret"));
		SecurityContext context = SecurityContextHolder.getContext();
		SecurityContextAccessor.Captured captured = this.accessor.getValue();
		assertThat(captured).isNotNull().hasToString("security context");
		this.accessor.setValue(captured);
		assertThat(SecurityContextHolder.getContext()).isNotSameAs(context);
		this.accessor.restore(captured);
		assertThat(SecurityContextHolder.getContext()).isSameAs(context);
		this.accessor.setValue();
		assertThat(current()).isNull();
	}

}
