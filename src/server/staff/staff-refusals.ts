import "server-only";
import { z } from "zod";
import { platformClient, platformQuery } from "../db/client.ts";
import type { AppError } from "../errors.ts";
import { log } from "../log.ts";
import { type Limit, spend } from "../rate-limit.ts";

/** More refusals of one person within a minute say nothing new. */
const refusals: Limit = { name: "staff-refusals", points: 60, seconds: 60, refusal: (wait) => `Wait ${wait}.` };

const workspaceInput = z.union([
  z.object({ workspaceId: z.uuid() }).transform(({ workspaceId }) => workspaceId),
  z.object({ id: z.uuid() }).transform(({ id }) => id),
]);

interface Refused {
  staffId: string;
  staffName: string;
  workspaceId: string | undefined;
  act: string;
  error: Pick<AppError, "code" | "message">;
  requestId: string;
  address: string;
}

async function writeRefusal({ staffId, staffName, workspaceId, act, error, ...from }: Refused): Promise<void> {
  const where = { id: workspaceId ?? "" };
  const workspace =
    workspaceId && (await platformClient().tenant.findUnique({ where, select: { id: true, name: true } }));
  const about = workspace ? { workspaceId: workspace.id, workspaceName: workspace.name } : {};
  const data = { act, code: error.code, reason: error.message };
  await platformClient().staffEvent.create({
    data: { name: "staff.refused", staffId, staffName, ...about, ...from, data },
  });
}

const notNoted = (failure: unknown) => log.warn({ err: failure }, "a refusal of staff was not noted");

interface Asking {
  actor: { staffId: string; name: string };
  requestId: string;
  address: string;
}

/** Notes a refused act of the console, with the workspace that it named. */
export async function noteRefusal(
  { actor, requestId, address }: Asking,
  { describe }: { describe: string },
  { input, error }: { input: unknown; error: AppError },
): Promise<void> {
  const { staffId, name: staffName } = actor;
  try {
    if ((await spend(refusals, staffId)) > 0) return;
    const workspaceId = workspaceInput.safeParse(input).data;
    const [act = describe] = describe.split(/[.:;,] /, 1);
    await writeRefusal({ staffId, staffName, workspaceId, act: act.replace(/\.$/, ""), error, requestId, address });
  } catch (failure) {
    notNoted(failure);
  }
}

/** A tab that stays open after its session asks again and again. */
const strangers: Limit = { ...refusals, name: "staff-strangers", points: 1 };

/** Notes that staff asked for a workspace in which they have no support session; of anybody else nothing. */
export async function noteStranger(
  sessionId: string,
  { workspaceId, error, ...from }: Pick<Refused, "error" | "requestId" | "address"> & { workspaceId: string },
): Promise<void> {
  try {
    const [staff] = await platformQuery<{ id: string; name: string }>(
      "staff-stranger",
      `select u.id, u.name from sessions s join staff f on f.user_id = s.user_id join users u on u.id = s.user_id
       where s.id = $1`,
      [sessionId],
    );
    if (!staff || (await spend(strangers, `${staff.id} ${workspaceId}`)) > 0) return;
    const act = "Opens a workspace without a support session";
    await writeRefusal({ staffId: staff.id, staffName: staff.name, workspaceId, act, error, ...from });
  } catch (failure) {
    notNoted(failure);
  }
}
