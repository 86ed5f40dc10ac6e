import "./tab-globals";
import { randomUUID } from "node:crypto";
import { QueryObserver } from "@tanstack/react-query";
import { createTRPCClient, httpBatchStreamLink } from "@trpc/client";
import PusherClient, { type Channel } from "pusher-js";
import { channelName, readChannel } from "@/lib/channels";
import { socketOptions } from "@/lib/channels-address";
import type { AppRouter } from "@/registry/router";
import { channelAuth } from "@/trpc/channel-auth";
import { followSignals } from "@/trpc/follow-signals";
import { makeQueryClient } from "@/trpc/query-client";
import type { RouterOutputs } from "@/trpc/react";
import { SignalFollower } from "@/trpc/signal-follower";
import type { Session } from "./session";
import type { Stage } from "./stage";
import type { Workspace } from "./workspace";

type Board = RouterOutputs["opportunities"]["board"];
type Place = { workspace: Pick<Workspace, "tenantId" | "slug">; memberId: string; session: Session; port: number };

const isWorkspaces = ({ name, subscribed }: Channel) => subscribed && readChannel(name)?.kind === "workspace";

/**
 * A tab with the board: the app's own connection, follower and query client on the official client, without elements.
 * `port` is that of the channels server.
 */
export class Screen {
  readonly line: PusherClient;
  readonly trpc: ReturnType<typeof createTRPCClient<AppRouter>>;
  readonly #queries = makeQueryClient();
  readonly #observer: QueryObserver<Board>;
  readonly #followed: { end(): void };
  readonly #leave: () => void;
  #cuts = 0;

  constructor({ app, channels }: Stage, { workspace, memberId, session, port }: Place) {
    const tab = randomUUID();
    const headers = { ...session, "x-workspace": workspace.slug, "x-origin": tab };
    const url = `${app.url}/api/trpc`;
    this.trpc = createTRPCClient<AppRouter>({
      links: [httpBatchStreamLink({ url, maxItems: 10, headers })],
    });
    this.#observer = new QueryObserver<Board>(this.#queries, {
      queryKey: [["opportunities", "board"], { input: {}, type: "query" }],
      queryFn: () => this.#asked(this.trpc.opportunities.board.query({})),
    });
    this.#leave = this.#observer.subscribe(() => undefined);
    this.line = new PusherClient(channels.app.key, {
      ...socketOptions({ host: "127.0.0.1", port, tls: false, path: "" }),
      ...channelAuth(
        (door, body) => fetch(`${app.url}/api/pusher/${door}`, { method: "POST", headers, body }),
        () => this.line,
      ),
    });
    const { tenantId } = workspace;
    const follower = new SignalFollower(this.#queries, tab);
    const newest = () => this.trpc.realtime.newest.query({});
    this.#followed = followSignals(this.line, follower, {
      tenantId,
      memberId,
      seen: { id: null, notice: null, channel: channelName({ kind: "workspace", tenantId, departures: 0 }) },
      newest,
      cut: () => this.#cuts++,
    });
  }

  /** Its data; undefined before the first response. */
  get board(): Board | undefined {
    return this.#observer.getCurrentResult().data;
  }

  /** Cards by column in order, with their versions. */
  get shown(): string {
    const columns = this.board?.columns.filter(({ type }) => type === "open") ?? [];
    return JSON.stringify(columns.map(({ stageId, cards }) => [stageId, cards.map((card) => [card.id, card.version])]));
  }

  /** The errors that its own requests for the board were answered with. */
  readonly refused: unknown[] = [];

  async #asked<Answer>(answer: Promise<Answer>): Promise<Answer> {
    try {
      return await answer;
    } catch (error) {
      this.refused.push(error);
      throw error;
    }
  }

  /** How often the server has closed its connection. */
  get cuts(): number {
    return this.#cuts;
  }

  get connected(): boolean {
    return this.line.connection.state === "connected";
  }

  /** Whether it receives the workspace's signals: connected and subscribed. */
  get listening(): boolean {
    return this.connected && this.line.allChannels().some(isWorkspaces);
  }

  /** Whether the channels server knows the tab's user. */
  get signedIn(): boolean {
    return this.line.user.user_data !== null;
  }

  /** Refetches its data, as after its own change. */
  async refresh(): Promise<void> {
    await this.#queries.invalidateQueries({ queryKey: [["opportunities"]] });
  }

  close(): void {
    this.#followed.end();
    this.#leave();
    this.#queries.clear();
  }
}
