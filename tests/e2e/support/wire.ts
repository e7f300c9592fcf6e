import type { Page, WebSocketRoute } from '@playwright/test';

/** The line between a page and Realtime, for journeys on which it fails. */
export interface Wire {
  /** Closes the socket, and every new one at once. */
  cut(): Promise<void>;
  mend(): void;
  /** Lets nothing through from the server, as to a sleeping computer; the socket stays open. */
  mute(): void;
  unmute(): void;
  /** Lets everything through but changes of rows: a channel that is subscribed and silent. */
  silence(): void;
  /** How often a channel was joined. */
  joins(): number;
}

/** Call it before the page is loaded. */
export async function wireOf(page: Page): Promise<Wire> {
  const sockets = new Set<WebSocketRoute>();
  let isCut = false;
  let isMuted = false;
  let isSilent = false;
  let joins = 0;
  await page.routeWebSocket(/\/realtime\//, (socket) => {
    if (isCut) return void socket.close();
    sockets.add(socket);
    const server = socket.connectToServer();
    server.onMessage((message) => {
      if (isMuted || (isSilent && String(message).includes('"postgres_changes",{"ids"'))) return;
      socket.send(message);
    });
    socket.onMessage((message) => {
      if (String(message).includes('"phx_join"')) joins += 1;
      server.send(message);
    });
  });
  return {
    async cut() {
      isCut = true;
      await Promise.all([...sockets].map((socket) => socket.close()));
      sockets.clear();
    },
    mend: () => {
      isCut = false;
    },
    mute: () => {
      isMuted = true;
    },
    unmute: () => {
      isMuted = false;
    },
    silence: () => {
      isSilent = true;
    },
    joins: () => joins,
  };
}
