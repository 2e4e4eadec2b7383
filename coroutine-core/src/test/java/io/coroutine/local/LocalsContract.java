package io.coroutine.local;

import java.util.ArrayList;
import java.util.List;

import io.coroutine.test.EngineContract;
import org.junit.jupiter.api.AfterEach;

/**
 * One coroutine-local of each kind for a test, after which the thread of the test has no
 * values.
 */
abstract class LocalsContract extends EngineContract {

	final CoroutineLocal<String> plain = CoroutineLocal.create();

	final CoroutineLocal<String> inherited = CoroutineLocal.<String>builder().inherited().build();

	final CoroutineLocal<List<String>> copied = CoroutineLocal.<List<String>>builder()
		.initial(ArrayList::new)
		.inherited(ArrayList::new)
		.build();

	@AfterEach
	final void removeValues() {
		this.plain.remove();
		this.inherited.remove();
		this.copied.remove();
	}

}
