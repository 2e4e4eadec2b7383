package io.coroutine.local;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.coroutine.EngineChoice;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Micrometer's context propagation carries coroutine-locals, on both engines.
 */
@ParameterizedClass
@EnumSource(value = EngineChoice.class, names = { "EVENT_LOOP", "PORTABLE" })
class CoroutineLocalAccessorTests extends LocalsContract {

	private final ContextSnapshotFactory snapshots = ContextSnapshotFactory.builder().build();

	@Test
	void whenMicrometerLooksForAccessorsThenItFindsOurs() {
		assertThat(ContextRegistry.getInstance().getThreadLocalAccessors())
			.anySatisfy((accessor) -> assertThat(accessor).isInstanceOf(CoroutineLocalAccessor.class))
			.anySatisfy((accessor) -> assertThat(accessor.key()).isEqualTo(CoroutineLocalAccessor.KEY));
	}

	@Test
	void whenSnapshotIsSetInAThreadThenItHasTheInheritedValuesUntilTheEnd() throws Exception {
		ContextSnapshot snapshot = captureInCoroutine();
		assertThat(inThread(() -> {
			try (ContextSnapshot.Scope scope = snapshot.setThreadLocals()) {
				assertThat(this.plain.get()).isNull();
				assertThat(this.inherited.get()).isEqualTo("captured");
				assertThat(this.copied.get()).containsExactly("captured");
			}
			return this.inherited.get();
		})).isNull();
	}

	@Test
	void whenSnapshotIsSetInACoroutineThenItsOwnValuesComeBack() throws Exception {
		ContextSnapshot snapshot = captureInCoroutine();
		assertThat(this.runtime.submit(() -> {
			this.inherited.set("own");
			List<String> own = this.copied.get();
			try (ContextSnapshot.Scope scope = snapshot.setThreadLocals()) {
				assertThat(this.inherited.get()).isEqualTo("captured");
				assertThat(this.copied.get()).containsExactly("captured");
				this.copied.get().add("inside");
			}
			assertThat(this.copied.get()).isSameAs(own).isEmpty();
			return this.inherited.get();
		}).get()).isEqualTo("own");
		assertThat(inThread(snapshot.wrap(this.copied::get))).containsExactly("captured");
	}

	@Test
	void whenValuesChangeAfterTheCaptureThenTheSnapshotDoesNot() throws Exception {
		this.copied.get().add("first");
		ContextSnapshot snapshot = this.snapshots.captureAll();
		this.copied.get().add("second");
		assertThat(inThread(snapshot.wrap(this.copied::get))).containsExactly("first");
	}

	@Test
	void whenThereIsNothingToCarryThenNothingIsCaptured() {
		this.plain.set("not inherited");
		assertThat(new CoroutineLocalAccessor().getValue()).isNull();
		this.inherited.set("own");
		assertThat(new CoroutineLocalAccessor().getValue()).isNotNull();
	}

	@Test
	void whenMissingOnesAreClearedThenInheritedValuesAreGoneUntilTheEnd() {
		ContextSnapshotFactory clearing = ContextSnapshotFactory.builder().clearMissing(true).build();
		ContextSnapshot empty = clearing.captureAll();
		this.plain.set("stays");
		this.inherited.set("own");
		try (ContextSnapshot.Scope scope = empty.setThreadLocals()) {
			assertThat(this.plain.get()).isEqualTo("stays");
			assertThat(this.inherited.get()).isNull();
		}
		assertThat(this.inherited.get()).isEqualTo("own");
	}

	@Test
	void whenMicrometerIsUsedThenByTheAccessorOnly() {
		noClasses().that()
			.haveNameNotMatching("io\\.coroutine\\.local\\.CoroutineLocalAccessor(\\$.*)?")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("io.micrometer..")
			.orShould()
			.dependOnClassesThat()
			.haveNameMatching("io\\.coroutine\\.local\\.CoroutineLocalAccessor(\\$.*)?")
			.check(new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
				.importPackages("io.coroutine"));
	}

	private ContextSnapshot captureInCoroutine() throws InterruptedException, ExecutionException {
		return this.runtime.submit(() -> {
			this.plain.set("captured");
			this.inherited.set("captured");
			this.copied.get().add("captured");
			return this.snapshots.captureAll();
		}).get();
	}

	private static <T> T inThread(Callable<T> task) throws InterruptedException, ExecutionException {
		FutureTask<T> future = new FutureTask<>(task);
		Thread.ofPlatform().start(future);
		return future.get();
	}

}
