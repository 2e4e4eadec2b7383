package io.coroutine.compatibility.transaction;

import java.io.IOException;

import io.coroutine.scope.CoroutineScope;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Books, in transactions of all kinds.
 */
@Service
class Bank {

	private final Accounts accounts;

	private final Journal journal;

	private final TransactionTemplate transactions;

	Bank(Accounts accounts, Journal journal, TransactionTemplate transactions) {
		this.accounts = accounts;
		this.journal = journal;
		this.transactions = transactions;
	}

	/**
	 * Open an account and fail in a way of choice.
	 */
	@Transactional
	public void open(String owner, String failure) throws IOException {
		this.accounts.saveAndFlush(new Account(owner));
		this.journal.note(owner);
		switch (failure) {
			case "unchecked" -> throw new IllegalStateException(failure);
			case "checked" -> throw new IOException(failure);
			default -> {
			}
		}
	}

	public void openByTemplate(String owner, boolean rollback) {
		this.transactions.executeWithoutResult((status) -> {
			this.accounts.saveAndFlush(new Account(owner));
			if (rollback) {
				status.setRollbackOnly();
			}
		});
	}

	public void book(String owner, int amount) {
		this.transactions
			.executeWithoutResult((_) -> this.accounts.findById(owner).orElseThrow().bookings().add(amount));
	}

	/**
	 * Open an account in a forked coroutine, and undo what the caller itself has done.
	 */
	@Transactional
	public String openInFork(String owner) throws Exception {
		this.accounts.saveAndFlush(new Account(owner + "-parent"));
		try (CoroutineScope scope = CoroutineScope.open()) {
			var inherited = scope.fork(() -> {
				boolean active = TransactionSynchronizationManager.isActualTransactionActive();
				openByTemplate(owner + "-child", false);
				return active;
			});
			scope.joinAll();
			this.transactions.executeWithoutResult((status) -> status.setRollbackOnly());
			return TransactionSynchronizationManager.isActualTransactionActive() + " " + inherited.resultNow();
		}
	}

}
