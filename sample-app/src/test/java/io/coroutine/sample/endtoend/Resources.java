package io.coroutine.sample.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import io.coroutine.admission.AdmissionGates;
import io.coroutine.admission.AdmissionSnapshot;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a {@link Service} holds, to be compared with what it holds later.
 *
 * @param coroutines the coroutines that live
 * @param permits the permits of all gates that are taken
 * @param waiting how many wait at gates and for connections
 * @param connections the connections of the pool
 * @param idle those of them that nobody uses
 * @param descriptors the sockets and the like of the process; not its files, which the
 * JVM opens when it likes
 */
record Resources(long coroutines, int permits, int waiting, int connections, int idle, long descriptors) {

	/**
	 * Return what a service holds at rest: when it has been the same for a while, the
	 * pool has all of its connections, and nobody uses one.
	 */
	static Resources atRest(Service service) throws InterruptedException {
		int poolSize = service.bean(HikariDataSource.class).getMaximumPoolSize();
		Resources last = of(service);
		int unchanged = 0;
		for (int looks = 0; unchanged < 20; looks++) {
			assertThat(looks).as("times it was looked at").isLessThan(3_000);
			Thread.sleep(20);
			Resources now = of(service);
			unchanged = (now.equals(last) && now.coroutines == 0 && now.idle == poolSize) ? unchanged + 1 : 0;
			last = now;
		}
		return last;
	}

	/**
	 * Tell whether it is what was there before. Descriptors may be less: the JVM closes
	 * some of its own when it likes.
	 */
	boolean isBackAt(Resources before) {
		return this.descriptors <= before.descriptors && new Resources(this.coroutines, this.permits, this.waiting,
				this.connections, this.idle, before.descriptors)
			.equals(before);
	}

	static Resources of(Service service) {
		int permits = 0;
		int waiting = 0;
		for (AdmissionSnapshot gate : service.bean(AdmissionGates.class)
			.list()
			.stream()
			.map((gate) -> gate.snapshot())
			.toList()) {
			permits += gate.inUse();
			waiting += gate.queued();
		}
		HikariPoolMXBean pool = service.bean(HikariDataSource.class).getHikariPoolMXBean();
		return new Resources(service.runtime().snapshot().live(), permits,
				waiting + pool.getThreadsAwaitingConnection(), pool.getTotalConnections(), pool.getIdleConnections(),
				openDescriptors());
	}

	/**
	 * Return how many sockets and the like the process has.
	 */
	static long openDescriptors() {
		try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
			return files.filter(Resources::isNoFile).count();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static boolean isNoFile(Path descriptor) {
		try {
			String target = Files.readSymbolicLink(descriptor).toString();
			return target.startsWith("socket:") || target.startsWith("anon_inode:");
		}
		catch (IOException ex) {
			// Closed meanwhile
			return false;
		}
	}

}
