package io.coroutine.compatibility.security;

import java.util.concurrent.CompletableFuture;

import org.springframework.scheduling.annotation.Async;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;

/**
 * Writes down who does what, elsewhere.
 */
@Component
class AuditTrail {

	private final Accounts accounts;

	AuditTrail(Accounts accounts) {
		this.accounts = accounts;
	}

	@Async
	CompletableFuture<String> user() {
		return CompletableFuture.completedFuture(AccountController.currentUser());
	}

	@Async
	CompletableFuture<String> balance(String owner) {
		return CompletableFuture.completedFuture(this.accounts.balance(owner));
	}

	@Async
	CompletableFuture<String> logOut() {
		SecurityContextHolder.getContext().setAuthentication(null);
		return CompletableFuture.completedFuture(AccountController.currentUser());
	}

}
