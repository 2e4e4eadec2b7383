package io.coroutine.compatibility.transaction;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Notes what happens, whatever becomes of it.
 */
@Service
class Journal {

	private final Accounts accounts;

	Journal(Accounts accounts) {
		this.accounts = accounts;
	}

	@Transactional(propagation = Propagation.REQUIRES_NEW)
	public void note(String owner) {
		this.accounts.save(new Account(owner + "-note"));
	}

	@Transactional(propagation = Propagation.MANDATORY)
	public long count() {
		return this.accounts.count();
	}

}
