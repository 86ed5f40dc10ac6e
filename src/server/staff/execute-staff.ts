import "server-only";
import type { z } from "zod";
import type { StaffRole } from "@/lib/staff-roles";
import { AppError, invalid, notFound, parseFailure } from "../errors.ts";
import type { Kind } from "../operation-def.ts";
import { requireFresh } from "../step-up.ts";
import { unstorableText } from "../storable.ts";
import { countWrite } from "../write-rate.ts";
import type { StaffCtx } from "./staff-ctx.ts";
import { noteRefusal } from "./staff-refusals.ts";

/** An operation of the staff console. */
export interface StaffDef<K extends Kind, I extends z.ZodType, O extends z.ZodType> {
  kind: K;
  /** The least role that may call it. */
  role: StaffRole;
  input: I;
  output: O;
  /** False for a mutation that takes away rights only: each other one asks for a fresh proof of who the person is. */
  stepUp?: false;
  /** One sentence for people: meaning, units, errors. */
  describe: string;
  run(ctx: StaffCtx, input: z.output<I>): Promise<z.input<O>>;
}

/**
 * The entry for operations of the console: role, input, run, output. A mutation must write into the platform's log, and
 * a refused one stands there too.
 */
export async function executeStaff<K extends Kind, I extends z.ZodType, O extends z.ZodType>(
  def: StaffDef<K, I, O>,
  ctx: StaffCtx,
  input: z.input<I>,
): Promise<z.output<O>> {
  if (def.kind === "mutation") await countWrite(ctx.actor);
  try {
    return await perform(def, ctx, input);
  } catch (error) {
    // A question for a proof is no refusal: the same act follows it.
    const isRefused = error instanceof AppError && error.details?.reason !== "confirm";
    if (def.kind === "mutation" && isRefused) await noteRefusal(ctx, def, { input, error });
    throw error;
  }
}

async function perform<K extends Kind, I extends z.ZodType, O extends z.ZodType>(
  def: StaffDef<K, I, O>,
  ctx: StaffCtx,
  input: z.input<I>,
): Promise<z.output<O>> {
  if (ctx.factorAt === null)
    throw new AppError("FORBIDDEN", "The console needs a second factor. Set one up, then sign in with it.", {
      reason: "staffFactor",
    });
  if (def.role === "operator" && ctx.actor.role !== "operator")
    throw new AppError("FORBIDDEN", "Only operators may do this.");
  if (def.kind === "mutation" && def.stepUp !== false) requireFresh(ctx.confirmedAt);
  const parsed = def.input.safeParse(input);
  if (!parsed.success) {
    const ids = parsed.error.issues.filter(({ code, path }) => code === "invalid_format" && path.at(-1) === "id");
    throw ids.length > 0 ? notFound() : parseFailure(parsed.error);
  }
  const before = ctx.noted.count;
  const problem = unstorableText(parsed.data);
  if (problem) throw invalid(problem.path, problem.message);
  const result = await def.run(ctx, parsed.data);
  if (def.kind === "mutation" && ctx.noted.count === before)
    throw new Error(`A mutation of the console ended without a row in its log: ${def.describe}`);
  return def.output.parse(result);
}
