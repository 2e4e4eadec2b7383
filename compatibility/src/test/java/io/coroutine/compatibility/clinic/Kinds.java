package io.coroutine.compatibility.clinic;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.stereotype.Service;

/**
 * The kinds of animals that the clinic treats: asked for once, and then kept.
 */
@Service
class Kinds {

	private final AtomicInteger loads = new AtomicInteger();

	@Cacheable(cacheNames = "kinds", sync = true)
	public List<String> all() {
		this.loads.incrementAndGet();
		return List.of("cat", "dog", "hamster");
	}

	@CacheEvict(cacheNames = "kinds", allEntries = true)
	public void forget() {
		this.loads.set(0);
	}

	public int loads() {
		return this.loads.get();
	}

}
