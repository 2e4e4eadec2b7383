package io.coroutine.compatibility.isolation;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Future;

import io.coroutine.scope.CoroutineScope;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Leaves the token of each request in all places, runs into trouble, and looks whether
 * the places still have it.
 */
@RestController
class IsolationController {

	private static final int STEPS = 4;

	private static final int CHILDREN = 2;

	private final Findings findings = new Findings();

	private final Trouble trouble = new Trouble();

	private final List<Place> places;

	private final IsolationTask task;

	IsolationController(Places places, IsolationTask task) {
		this.places = places.all();
		this.task = task;
	}

	Findings findings() {
		return this.findings;
	}

	@GetMapping("/work")
	String work(@RequestHeader("X-Token") String text, @RequestParam(required = false) BrokenPlaces broken)
			throws Exception {
		Token token = Token.parse(text);
		List<Place> looked = new ArrayList<>(this.places);
		if (broken != null) {
			looked.add(broken.place());
		}
		for (Place place : looked) {
			this.findings.check("begin", token, place,
					(place.kind() == Place.Kind.GIVEN) ? place.expected().apply(token) : null);
			if (place.kind() != Place.Kind.GIVEN) {
				place.writer().accept(token.toString());
			}
		}
		Random random = new Random(token.number());
		for (int step = 0; step < STEPS; step++) {
			Trouble.Kind kind = Trouble.Kind.random(random);
			switch (kind) {
				case FORK -> fork(token, looked);
				case TASK -> this.task.check(token, this.places, this.findings).join();
				default -> this.trouble.wait(kind);
			}
			checkAll("after " + kind, token, looked);
		}
		return token + " " + token.trace();
	}

	private void checkAll(String where, Token token, List<Place> looked) {
		for (Place place : looked) {
			this.findings.check(where, token, place, place.expected().apply(token));
		}
	}

	private void fork(Token token, List<Place> looked) throws Exception {
		try (CoroutineScope scope = CoroutineScope.open()) {
			List<Future<String>> children = new ArrayList<>();
			for (int i = 0; i < CHILDREN; i++) {
				String own = token + "/child-" + i;
				children.add(scope.fork(() -> child(token, own, looked)));
			}
			scope.joinAll();
			children.forEach(Future::resultNow);
		}
	}

	/**
	 * What a forked coroutine does: look what it has inherited, put its own there, and
	 * look again after others had their turn.
	 */
	private String child(Token token, String own, List<Place> looked) {
		for (Place place : looked) {
			this.findings.check("child", token, place, (place.inherited()) ? place.expected().apply(token) : null);
		}
		List<Place> written = this.places.stream()
			.filter((place) -> place.kind() == Place.Kind.OWN || place.name().startsWith("security"))
			.toList();
		written.forEach((place) -> place.writer().accept(own));
		Thread.yield();
		written.forEach((place) -> this.findings.check("child, later", token, place, own));
		return own;
	}

}
