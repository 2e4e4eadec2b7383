package io.coroutine.spring.context;

import java.util.Locale;
import java.util.TimeZone;

import io.micrometer.context.ThreadLocalAccessor;
import org.jspecify.annotations.Nullable;

import org.springframework.context.i18n.LocaleContext;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.context.i18n.LocaleContextThreadLocalAccessor;
import org.springframework.context.i18n.SimpleLocaleContext;
import org.springframework.context.i18n.SimpleTimeZoneAwareLocaleContext;
import org.springframework.context.i18n.TimeZoneAwareLocaleContext;

/**
 * Hands on the locale and time zone as they are at that moment. Stands in for Spring's
 * own accessor, which hands on the context itself: that of a request looks into the
 * request each time it is asked, and so would children that outlive it.
 */
public final class LocaleContextAccessor implements ThreadLocalAccessor<LocaleContextAccessor.Captured> {

	@Override
	public Object key() {
		return LocaleContextThreadLocalAccessor.KEY;
	}

	@Override
	public @Nullable Captured getValue() {
		LocaleContext current = LocaleContextHolder.getLocaleContext();
		try {
			return (current != null) ? new Captured(current, fixed(current)) : null;
		}
		catch (IllegalStateException ex) {
			// Left behind by a request that the container has taken back
			return null;
		}
	}

	private static LocaleContext fixed(LocaleContext context) {
		if (context instanceof SimpleLocaleContext) {
			return context;
		}
		Locale locale = context.getLocale();
		TimeZone zone = (context instanceof TimeZoneAwareLocaleContext aware) ? aware.getTimeZone() : null;
		return (zone != null) ? new SimpleTimeZoneAwareLocaleContext(locale, zone) : new SimpleLocaleContext(locale);
	}

	@Override
	public void setValue(Captured captured) {
		LocaleContextHolder.setLocaleContext(captured.fixed());
	}

	@Override
	public void setValue() {
		LocaleContextHolder.resetLocaleContext();
	}

	@Override
	public void restore(Captured previous) {
		LocaleContextHolder.setLocaleContext(previous.current());
	}

	/**
	 * The context of a thread, and what it says at that moment.
	 */
	record Captured(LocaleContext current, LocaleContext fixed) {

		@Override
		public String toString() {
			return "locale";
		}

	}

}
