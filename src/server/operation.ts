import "server-only";
import "@/lib/nouns/schemas";
import type { z } from "zod";
import type { Ctx, IdentityCtx } from "./context.ts";
import type { ModuleKey } from "./entitlements.ts";
import { execute, executeIdentity } from "./execute.ts";
import type { CommonDef, IdentityDef, Kind, RowsOf, TenantDef } from "./operation-def.ts";
import { executeStaff, type StaffDef } from "./staff/execute-staff.ts";
import type { StaffCtx } from "./staff/staff-ctx.ts";
import type { Job, JobDef } from "./workflows/job.ts";

type Meta<K extends Kind, I extends z.ZodType, O extends z.ZodType> = Omit<CommonDef<K, I, O>, "kind"> & {
  kind: K;
  module: ModuleKey;
};

export type TenantOperation<K extends Kind, I extends z.ZodType, O extends z.ZodType> = Meta<K, I, O> &
  Omit<TenantDef<K, I, O>, "run"> & { realm: "tenant" } & ((ctx: Ctx, input: z.input<I>) => Promise<z.output<O>>);

export type IdentityOperation<K extends Kind, I extends z.ZodType, O extends z.ZodType> = Meta<K, I, O> &
  Omit<IdentityDef<K, I, O>, "run"> & { realm: "identity" } & ((
    ctx: IdentityCtx,
    input: z.input<I>,
  ) => Promise<z.output<O>>);

export type StaffOperation<K extends Kind, I extends z.ZodType, O extends z.ZodType> = Omit<
  StaffDef<K, I, O>,
  "run"
> & {
  realm: "staff";
} & ((ctx: StaffCtx, input: z.input<I>) => Promise<z.output<O>>);

/** An operation with any input; `never` keeps type inference for the concrete ones. */
export type AnyTenantOperation = Omit<TenantOperation<Kind, z.ZodType, z.ZodType>, "on" | "uses" | "stepUp"> & {
  stepUp?: true | ((input: never) => boolean);
  on?: RowsOf<never>;
  uses?: readonly RowsOf<never>[];
} & ((ctx: Ctx, input: never) => Promise<unknown>);
export type AnyIdentityOperation = Omit<IdentityOperation<Kind, z.ZodType, z.ZodType>, "stepUp"> & {
  stepUp?: true | ((input: never) => boolean);
} & ((ctx: IdentityCtx, input: never) => Promise<unknown>);
export type AnyOperation = AnyTenantOperation | AnyIdentityOperation;

type Done = 200 | 201;

/** The statuses that a successful response can have, the first time and when it is repeated under its key. */
export function doneStatuses({ rest, upload }: Pick<AnyOperation, "rest" | "upload">): readonly Done[] {
  if (rest?.creates === "ifNew") return [200, 201];
  return rest?.creates || upload ? [201] : [200];
}

/** The status of this successful response. */
export function doneStatus(operation: Pick<AnyOperation, "rest" | "upload">, result: unknown): Done {
  const [usual = 200, ifNew = usual] = doneStatuses(operation);
  return Reflect.get(Object(result), "created") === true ? ifNew : usual;
}

/** Defines a unit of licence. Its operations and jobs carry its key, so the module check cannot be forgotten. */
export function defineModule(module: { key: ModuleKey }) {
  return {
    key: module.key,
    operation<const K extends Kind, I extends z.ZodType, O extends z.ZodType>(
      def: TenantDef<K, I, O>,
    ): TenantOperation<K, I, O> {
      const full = { ...def, module: module.key, realm: "tenant" as const };
      const { run: _run, ...meta } = full;
      return Object.assign((ctx: Ctx, input: z.input<I>) => execute(full, ctx, input), meta);
    },
    job: (def: JobDef): Job => ({ ...def, module: module.key }),
  };
}

/**
 * Defines an operation of the staff console; none of them reaches a workspace's data except through a support session.
 */
export function staffOperation<const K extends Kind, I extends z.ZodType, O extends z.ZodType>(
  def: StaffDef<K, I, O>,
): StaffOperation<K, I, O> {
  const { run: _run, ...meta } = def;
  return Object.assign((ctx: StaffCtx, input: z.input<I>) => executeStaff(def, ctx, input), {
    ...meta,
    realm: "staff" as const,
  });
}

/**
 * Defines operations outside any workspace: sign-up, reset, my workspaces, create a workspace, accept an invitation.
 */
export function defineIdentity(module: { key: ModuleKey }) {
  return {
    key: module.key,
    operation<const K extends Kind, I extends z.ZodType, O extends z.ZodType>(
      def: IdentityDef<K, I, O>,
    ): IdentityOperation<K, I, O> {
      const full = { ...def, module: module.key, realm: "identity" as const };
      const { run: _run, ...meta } = full;
      return Object.assign((ctx: IdentityCtx, input: z.input<I>) => executeIdentity(full, ctx, input), meta);
    },
  };
}
