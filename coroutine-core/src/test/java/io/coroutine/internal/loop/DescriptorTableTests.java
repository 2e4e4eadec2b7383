package io.coroutine.internal.loop;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Who is found by the number of a descriptor.
 */
class DescriptorTableTests {

	private final DescriptorTable<Pollable> table = new DescriptorTable<>();

	@ParameterizedTest
	@ValueSource(ints = { 0, 1023, 1024, 102_401, 2_097_151 })
	void whenDescriptorIsHighThenItIsFound(int descriptor) {
		Pollable pollable = new NoPollable();
		this.table.put(descriptor, pollable);
		assertThat(this.table.find(descriptor)).isSameAs(pollable);
		List<Pollable> all = new ArrayList<>();
		this.table.forEach(all::add);
		assertThat(all).containsExactly(pollable);
		this.table.remove(descriptor);
		assertThat(this.table.find(descriptor)).isNull();
	}

	@Test
	void whenDescriptorIsBeyondAllThenFailureSaysSo() {
		assertThatIllegalStateException().isThrownBy(() -> this.table.put(2_097_152, new NoPollable()))
			.withMessageContaining("lower the limit of open files");
	}

	/**
	 * Never called.
	 */
	private static final class NoPollable implements Pollable {

		@Override
		public void onEvents(EventLoop loop, int events) {
			throw new UnsupportedOperationException();
		}

		@Override
		public void onStop() {
			throw new UnsupportedOperationException();
		}

	}

}
