package io.coroutine.compatibility.security;

import java.security.Principal;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

import io.coroutine.scope.CoroutineScope;

import org.springframework.security.core.Authentication;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Tells who the user is, in all the ways there are.
 */
@RestController
class AccountController {

	private final Accounts accounts;

	private final AuditTrail trail;

	AccountController(Accounts accounts, AuditTrail trail) {
		this.accounts = accounts;
		this.trail = trail;
	}

	static String currentUser() {
		Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
		return (authentication != null) ? authentication.getName() : "nobody";
	}

	@GetMapping("/public")
	String open() {
		return "open to " + currentUser();
	}

	@GetMapping("/me")
	List<String> me(Principal principal, @AuthenticationPrincipal UserDetails details, Authentication authentication) {
		return List.of(principal.getName(), details.getUsername(), authentication.getName(), currentUser());
	}

	@GetMapping("/admin/report")
	String report() {
		return "report for " + currentUser();
	}

	@GetMapping("/balance/{owner}")
	String balance(@PathVariable String owner) {
		return this.accounts.balance(owner);
	}

	@GetMapping("/owner/{account}")
	String owner(@PathVariable int account) {
		return this.accounts.ownerOf(account);
	}

	@GetMapping("/accounts")
	List<String> all() {
		return this.accounts.all();
	}

	@PostMapping("/api/transfer")
	String transferByProgram() {
		return "transferred by " + currentUser();
	}

	@PostMapping("/transfer")
	String transfer() {
		return "transferred by " + currentUser();
	}

	@GetMapping("/callable")
	Callable<String> callable() {
		return AccountController::currentUser;
	}

	@GetMapping("/async")
	String async() {
		return this.trail.user().join();
	}

	@GetMapping("/async-balance/{owner}")
	CompletableFuture<String> asyncBalance(@PathVariable String owner) {
		return this.trail.balance(owner).exceptionally((ex) -> "denied: " + ex.getMessage());
	}

	@GetMapping("/async-logout")
	List<String> asyncLogOut() {
		return List.of(this.trail.logOut().join(), currentUser());
	}

	/**
	 * Ask in a coroutine what the user may see there, and log out there.
	 */
	@GetMapping("/forked/{owner}")
	List<String> forked(@PathVariable String owner) throws Exception {
		SecurityContext context = SecurityContextHolder.getContext();
		try (CoroutineScope scope = CoroutineScope.open()) {
			var balance = scope.fork(() -> this.accounts.balance(owner));
			var user = scope.fork(AccountController::currentUser);
			var shared = scope.fork(() -> SecurityContextHolder.getContext() == context);
			var loggedOut = scope.fork(() -> {
				SecurityContextHolder.getContext().setAuthentication(null);
				return currentUser();
			});
			scope.joinAll();
			return List.of(balance.resultNow(), user.resultNow(), "shared " + shared.resultNow(), loggedOut.resultNow(),
					currentUser());
		}
	}

}
