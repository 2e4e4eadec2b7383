package io.coroutine.compatibility.transaction;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;

import org.springframework.http.HttpStatus;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.UnexpectedRollbackException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Has no transaction of its own, but the persistence context of the request.
 */
@RestController
class BankController {

	private final Accounts accounts;

	private final Bank bank;

	private final Journal journal;

	BankController(Accounts accounts, Bank bank, Journal journal) {
		this.accounts = accounts;
		this.bank = bank;
		this.journal = journal;
	}

	@PostMapping("/accounts/{owner}")
	void open(@PathVariable String owner, @RequestParam String failure) throws IOException {
		this.bank.open(owner, failure);
	}

	@PostMapping("/templates/{owner}")
	void openByTemplate(@PathVariable String owner, @RequestParam boolean rollback) {
		this.bank.openByTemplate(owner, rollback);
	}

	@PostMapping("/forks/{owner}")
	String openInFork(@PathVariable String owner) throws Exception {
		return this.bank.openInFork(owner);
	}

	@PostMapping("/bookings/{owner}")
	void book(@PathVariable String owner, @RequestParam int amount) {
		this.bank.book(owner, amount);
	}

	/**
	 * Load the bookings where no transaction is, which the persistence context of the
	 * request allows.
	 */
	@GetMapping("/bookings/{owner}")
	List<Integer> bookings(@PathVariable String owner) {
		return this.accounts.findById(owner).orElseThrow().bookings();
	}

	@GetMapping("/later/{owner}")
	Callable<String> bookingsLater(@PathVariable String owner) {
		Account account = this.accounts.findById(owner).orElseThrow();
		return () -> account.bookings() + " " + (this.accounts.findById(owner).orElseThrow() == account);
	}

	@GetMapping("/owners/{start}")
	List<String> owners(@PathVariable String start) {
		return this.accounts.findAll()
			.stream()
			.map(Account::owner)
			.filter((owner) -> owner.startsWith(start))
			.sorted()
			.toList();
	}

	@GetMapping("/count")
	long count() {
		return this.journal.count();
	}

	@ExceptionHandler({ IllegalStateException.class, IOException.class, IllegalTransactionStateException.class,
			UnexpectedRollbackException.class })
	@ResponseStatus(HttpStatus.CONFLICT)
	String failed(Exception ex) {
		return ex.getClass().getSimpleName() + ": " + ex.getMessage();
	}

}
