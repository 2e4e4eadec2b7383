package io.coroutine.compatibility.transaction;

import org.springframework.data.jpa.repository.JpaRepository;

/**
 * The accounts in the database.
 */
interface Accounts extends JpaRepository<Account, String> {

}
