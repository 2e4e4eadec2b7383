package io.coroutine.tomcat;

import io.coroutine.CoroutineRuntime;
import io.coroutine.internal.socket.StreamSocket;
import org.apache.coyote.Processor;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.apache.juli.logging.Log;
import org.apache.juli.logging.LogFactory;

/**
 * HTTP/1.1 on the event loops of a {@link CoroutineRuntime}: each request runs in a fresh
 * coroutine on the loop of its connection; an idle connection has neither coroutine nor
 * buffers. In all else it behaves as Tomcat's own {@code Http11NioProtocol}.
 * <p>
 * Not supported: TLS, HTTP/2, Unix domain sockets, an inherited channel and sendfile, see
 * {@link ConnectorSupport}. There is no thread pool: settings of one have no effect.
 * <p>
 * As with all of Tomcat's protocols, one thread at a time configures and controls it.
 */
public final class CoroutineHttp11Protocol extends AbstractHttp11Protocol<StreamSocket> {

	private static final Log log = LogFactory.getLog(CoroutineHttp11Protocol.class);

	/**
	 * Create a protocol that needs {@link #setRuntime} before it can be initialized. For
	 * those who have Tomcat create it by its class name.
	 */
	public CoroutineHttp11Protocol() {
		super(new CoroutineEndpoint());
		getEndpoint().setMaxSwallowSize(getMaxSwallowSize());
	}

	/**
	 * Create a protocol.
	 * @param runtime what runs the requests; it must use the event-loop engine, and live
	 * until the protocol is destroyed
	 * @throws IllegalArgumentException if the runtime has no event loops
	 */
	public CoroutineHttp11Protocol(CoroutineRuntime runtime) {
		this();
		setRuntime(runtime);
	}

	/**
	 * Set what runs the requests. To be called before {@link #init()}.
	 * @param runtime the runtime; it must use the event-loop engine, and live until the
	 * protocol is destroyed
	 * @throws IllegalArgumentException if the runtime has no event loops
	 */
	public void setRuntime(CoroutineRuntime runtime) {
		getEndpoint().setRuntime(runtime);
	}

	@Override
	public void init() throws Exception {
		String reason = ConnectorSupport.reasonAgainst(this);
		if (reason != null) {
			throw new IllegalStateException("The coroutine connector cannot serve here: " + reason);
		}
		getEndpoint().requests();
		super.init();
	}

	@Override
	public void setMaxSwallowSize(int bytes) {
		super.setMaxSwallowSize(bytes);
		getEndpoint().setMaxSwallowSize(bytes);
	}

	@Override
	protected Processor createProcessor() {
		return new CoroutineHttp11Processor(this, new RequestAdapter(getAdapter(), getEndpoint().requests().runtime()));
	}

	/**
	 * Return the number of connections that wait for a request.
	 * @return the number
	 */
	public int getKeepAliveCount() {
		return getEndpoint().getKeepAliveCount();
	}

	@Override
	protected CoroutineEndpoint getEndpoint() {
		return (CoroutineEndpoint) super.getEndpoint();
	}

	@Override
	protected Log getLog() {
		return log;
	}

	/**
	 * That of {@code Http11NioProtocol}: paths of JMX, tags of meters and names of
	 * threads begin with it, and so do the dashboards and alerts of those who use them.
	 */
	@Override
	protected String getNamePrefix() {
		return "http-nio";
	}

}
