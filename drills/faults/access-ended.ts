import { changedEvent } from "@/lib/channels";
import type { Findings } from "../check";
import { RestClient } from "../stage/client";
import type { Screen } from "../stage/screen";
import { type Session, signIn, signOut } from "../stage/session";
import type { Stage } from "../stage/stage";
import { makeOpportunities, makeWorkspace, type Workspace } from "../stage/workspace";
import { until } from "../until";

const CUT_WITHIN_S = 5;
const PATIENCE_MS = 360_000;

/** A person working in a browser, and a program that works in their name. */
type AtWork = { memberId: string; email: string; session: Session; rest: RestClient; screen: Screen };

type Ending = {
  name: string;
  /** The response to the next request of the old session. */
  answer: number;
  end(stage: Stage, workspace: Workspace, who: AtWork): Promise<void>;
};

const endings: Ending[] = [
  { name: "removed from the workspace", answer: 404, end: remove },
  { name: "made a viewer", answer: 403, end: makeViewer },
  { name: "signed out", answer: 401, end: (stage, _, who) => signOut(stage, who.session) },
  { name: "password changed on another device", answer: 401, end: changePassword },
  { name: "workspace suspended", answer: 403, end: suspend },
];

/** R16: access ends while somebody is working; their next request and their connection must be refused. */
export async function accessEnded(stage: Stage, findings: Findings): Promise<void> {
  const workspace = await makeWorkspace(stage, "enterprise");
  const [opportunity = ""] = await makeOpportunities(workspace, 1);
  await namelessIsRefused(stage, workspace, opportunity, findings);
  for (const { name, answer, end } of endings) {
    const who = await startWork(stage, workspace);
    try {
      const before = await changeOpportunity(who, opportunity, `Before: ${name}`);
      findings.same(`${name}: before, a change`, 200, before);
      await end(stage, workspace, who);
      const after = await changeOpportunity(who, opportunity, `After: ${name}`);
      findings.same(`${name}: the next request of the old session`, answer, after);
      const [row] = await stage.database.query<{ name: string }>("select name from opportunities where id = $1", [
        opportunity,
      ]);
      findings.same(`${name}: what is there`, `Before: ${name}`, row?.name ?? "nothing");
      const isCut = until("the line is cut", PATIENCE_MS, () => who.screen.cuts > 0);
      await findings.soon(`${name}: the line is cut`, CUT_WITHIN_S, isCut);
    } finally {
      who.screen.close();
    }
  }
}

/** A client written by hand that never signs in on its socket: its connection could not be closed by user. */
async function namelessIsRefused(
  stage: Stage,
  workspace: Workspace,
  opportunity: string,
  findings: Findings,
): Promise<void> {
  const { RawClient } = await import("@/local/channels/raw.fixture");
  const { app, port } = stage.channels;
  const [leaves, stays] = [await startWork(stage, workspace), await startWork(stage, workspace)];
  const nameless = await RawClient.greeted(`ws://127.0.0.1:${port}/app/${app.key}?protocol=7`);
  const received = async () => (await nameless.settled()).filter(({ event }) => event === changedEvent).length;
  try {
    const { channel } = await leaves.screen.trpc.realtime.newest.query({});
    const answer = await fetch(`${stage.app.url}/api/pusher/auth`, {
      method: "POST",
      headers: { ...leaves.session, "x-workspace": workspace.slug },
      body: new URLSearchParams({ socket_id: nameless.id, channel_name: channel }),
    });
    findings.same("a client without sign-in asks for a channel", 409, answer.status);
    nameless.say("pusher:subscribe", { channel, ...(await answer.json()) });
    await remove(stage, workspace, leaves);
    await until("the removal is told", PATIENCE_MS, () => leaves.screen.cuts > 0);
    await changeOpportunity(stays, opportunity, "Received by those who stay");
    const isShown = until("the next change is shown", PATIENCE_MS, () =>
      JSON.stringify(stays.screen.board).includes("Received by those who stay"),
    );
    await findings.soon("one was removed: a tab of those who stay shows the next change", CUT_WITHIN_S, isShown);
    findings.same("signals that a client without sign-in received", 0, await received());
  } finally {
    nameless.socket.close();
    leaves.screen.close();
    stays.screen.close();
  }
}

async function startWork(stage: Stage, workspace: Workspace): Promise<AtWork> {
  const { Screen } = await import("../stage/screen");
  const { email, ctx } = await workspace.firm.join("admin", "Ada Admin");
  const memberId = ctx.member?.id ?? "";
  const session = await signIn(stage, email);
  const rest = new RestClient(stage.app.url, { ...session, "x-workspace": workspace.slug });
  const screen = new Screen(stage, { workspace, memberId, session, port: stage.channels.port });
  await until(
    "the tab receives the workspace's signals and is signed in",
    PATIENCE_MS,
    () => screen.listening && screen.signedIn,
  );
  return { memberId, email, session, rest, screen };
}

/** Changes the opportunity's name without a version check; returns the status of the response. */
async function changeOpportunity({ rest }: AtWork, id: string, name: string): Promise<number> {
  const { data } = await rest.ask({ method: "GET", path: `/opportunities/${id}` });
  const body = { name, version: data.version ?? 1 };
  return (await rest.ask({ method: "PATCH", path: `/opportunities/${id}`, body })).status;
}

async function remove(_: Stage, { rest }: Workspace, { memberId }: AtWork): Promise<void> {
  const version = await versionOf(rest, memberId);
  const { status, text } = await rest.ask({ method: "DELETE", path: `/members/${memberId}`, body: { version } });
  if (status !== 200) throw new Error(`The member was not removed: ${status} ${text}`);
}

async function makeViewer(_: Stage, { rest }: Workspace, { memberId }: AtWork): Promise<void> {
  const body = { version: await versionOf(rest, memberId), role: "viewer" };
  const { status, text } = await rest.ask({ method: "POST", path: `/members/${memberId}/role`, body });
  if (status !== 200) throw new Error(`The role was not changed: ${status} ${text}`);
}

async function versionOf(rest: RestClient, memberId: string): Promise<number> {
  return Number((await rest.ask({ method: "GET", path: `/members/${memberId}` })).data.version);
}

/** In a second session of the same person, which stays. */
async function changePassword(stage: Stage, _: Workspace, { email }: AtWork): Promise<void> {
  const { password } = await import("../../e2e/firm");
  const session = await signIn(stage, email);
  const response = await fetch(`${stage.app.url}/api/trpc/auth.changePassword`, {
    method: "POST",
    headers: { ...session, "content-type": "application/json" },
    body: JSON.stringify({ current: password, password: "eleven loud drums" }),
  });
  if (!response.ok) throw new Error(`The password was not changed: ${response.status} ${await response.text()}`);
}

/** As our staff would: the workspace itself has no such operation. */
async function suspend({ database }: Stage, { tenantId }: Workspace): Promise<void> {
  await database.query("update tenants set status = 'suspended' where id = $1", [tenantId]);
}
