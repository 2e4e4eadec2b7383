package io.coroutine.internal.jdk;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ThreadContextTests {

	private final ThreadLocal<String> local = new ThreadLocal<>();

	private final InheritableThreadLocal<String> inheritable = new InheritableThreadLocal<>();

	private final List<String> seen = new ArrayList<>();

	@AfterEach
	void clean() {
		this.local.remove();
		this.inheritable.remove();
	}

	@Test
	void whenLentThenEachThreadHasItsOwnAgainAfterwards() throws Exception {
		this.local.set("owner");
		this.inheritable.set("inheritable");
		ThreadContext context = ThreadContext.take();
		look();
		Thread borrower = Thread.ofPlatform().start(() -> {
			this.local.set("borrower");
			context.lendTo(() -> {
				look();
				this.local.set("changed");
				this.inheritable.remove();
			});
			look();
		});
		borrower.join();
		this.local.set("dropped");
		context.giveBack();
		look();
		assertThat(this.seen).containsExactly("null null", "owner inheritable", "borrower null", "changed null");
	}

	@Test
	void whenItIsNotLentThenItComesBackAsItWas() {
		this.local.set("owner");
		ThreadContext context = ThreadContext.take();
		context.giveBack();
		look();
		assertThat(this.seen).containsExactly("owner null");
	}

	@Test
	void whenCodeFailsThenAllIsPutBack() throws Exception {
		this.local.set("owner");
		ThreadContext context = ThreadContext.take();
		Thread borrower = Thread.ofPlatform().start(() -> {
			try {
				context.lendTo(() -> {
					this.local.set("changed");
					throw new IllegalStateException("wanted");
				});
			}
			catch (IllegalStateException ex) {
				look();
			}
		});
		borrower.join();
		context.giveBack();
		look();
		assertThat(this.seen).containsExactly("null null", "changed null");
	}

	private void look() {
		this.seen.add(this.local.get() + " " + this.inheritable.get());
	}

}
