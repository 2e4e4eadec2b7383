package io.coroutine.compatibility.isolation;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Places that are not safe, to prove that the test finds what is wrong.
 */
enum BrokenPlaces {

	/** One for all. */
	STATIC_FIELD {

		private volatile @Nullable String value;

		@Override
		Place place() {
			return Place.own("static field", true, () -> this.value, (text) -> this.value = text);
		}

	},

	/** Those of threads that others use next, with nobody who clears them. */
	THREAD_LOCAL_OF_POOL {

		private final ThreadLocal<@Nullable String> value = new ThreadLocal<>();

		@Override
		Place place() {
			return Place.own("thread-local of a pool", true, () -> inPool(this.value::get), (text) -> inPool(() -> {
				this.value.set(text);
				return text;
			}));
		}

		private <T extends @Nullable Object> T inPool(Supplier<T> task) {
			return CompletableFuture.supplyAsync(task, POOL).join();
		}

	};

	private static final Executor POOL = Executors.newFixedThreadPool(2,
			Thread.ofPlatform().daemon().name("broken-", 0).factory());

	abstract Place place();

}
