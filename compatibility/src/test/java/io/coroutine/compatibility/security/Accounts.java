package io.coroutine.compatibility.security;

import java.util.ArrayList;
import java.util.List;

import org.springframework.security.access.prepost.PostAuthorize;
import org.springframework.security.access.prepost.PostFilter;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;

/**
 * Guarded by expressions.
 */
@Service
class Accounts {

	@PreAuthorize("#owner == authentication.name or hasRole('ADMIN')")
	String balance(String owner) {
		return owner + " has 42";
	}

	@PostAuthorize("returnObject.startsWith(authentication.name)")
	String ownerOf(int account) {
		return ((account % 2 == 0) ? "ann" : "bob") + " owns " + account;
	}

	@PostFilter("filterObject.startsWith(authentication.name)")
	List<String> all() {
		return new ArrayList<>(List.of("ann 1", "bob 2", "ann 3"));
	}

}
