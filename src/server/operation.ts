import "server-only";
import type { z } from "zod";
import type { Permission } from "@/lib/roles";
import type { Ctx, IdentityCtx } from "./context.ts";
import type { ModuleKey } from "./entitlements.ts";
import { execute, executeIdentity } from "./execute.ts";
import type { ListDefinition } from "./list-filter.ts";
import type { Scope } from "./scope.ts";
import type { Job, JobDef } from "./workflows/job.ts";

export type Kind = "query" | "mutation";
/** In the identity realm there are no roles: a person is signed in, or anyone may ask. */
export type IdentityPermission = "person" | "anonymous";
export type StaffAccess = "read" | "write" | "never";

export interface RestRoute {
  method: "GET" | "POST" | "PATCH" | "DELETE";
  /** Below /api/v1, with {placeholders} that are fields of the input. */
  path: `/${string}`;
  /** Makes something new: answers 201, as each upload does. Anything else answers 200. */
  creates?: true;
}

/** A route of its own for a file as the body, which is read while it comes in. */
interface UploadRoute {
  /** Below /api, with {placeholders} that are fields of the input. */
  path: `/${string}`;
  /** What its address says of the file. */
  query: z.ZodObject;
}

interface CommonDef<K extends Kind, I extends z.ZodType, O extends z.ZodType> {
  kind: K;
  input: I;
  output: O;
  /** One sentence for people: meaning, units, errors. OpenAPI, docs and AI tools show it. */
  describe: string;
  rest?: RestRoute;
  /** The list whose fields the filter, order and groups of its input name. */
  list?: ListDefinition;
  /** The same list with more fields to sort by, where there are such. */
  order?: ListDefinition;
  upload?: UploadRoute;
  /** What an impersonating member of staff may do; read for queries and write for mutations unless said. */
  staff?: StaffAccess;
  /** Why this mutation writes no event. */
  silent?: string;
}

/** The ids of one object that an input names. */
export interface RowsOf<Input> {
  scope: Scope;
  ids: (input: Input) => (string | null | undefined)[];
}

export interface TenantDef<K extends Kind, I extends z.ZodType, O extends z.ZodType> extends CommonDef<K, I, O> {
  permission: Permission;
  /** The existing rows that it changes: not visible is NOT_FOUND, visible but not editable FORBIDDEN. */
  on?: RowsOf<z.output<I>>;
  /** Existing rows that it points to without changing them: not visible is NOT_FOUND. */
  uses?: readonly RowsOf<z.output<I>>[];
  /** Calls a vendor, or changes more than one transaction can: opens short ones itself with `inTransaction`. */
  external?: true;
  /**
   * Changes who can do or see something: its transaction holds the rights of the asker (`holdRights`), and is refused
   * where they ended after the request came in. An external one holds them itself.
   */
  changesAccess?: true;
  run(ctx: Ctx, input: z.output<I>): Promise<z.input<O>>;
}

export interface IdentityDef<K extends Kind, I extends z.ZodType, O extends z.ZodType> extends CommonDef<K, I, O> {
  permission: IdentityPermission;
  run(ctx: IdentityCtx, input: z.output<I>): Promise<z.input<O>>;
}

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

/** An operation whose input is not known here; `never` keeps the inference of the concrete ones. */
export type AnyTenantOperation = Omit<TenantOperation<Kind, z.ZodType, z.ZodType>, "on" | "uses"> & {
  on?: RowsOf<never>;
  uses?: readonly RowsOf<never>[];
} & ((ctx: Ctx, input: never) => Promise<unknown>);
export type AnyIdentityOperation = Omit<IdentityOperation<Kind, z.ZodType, z.ZodType>, never> &
  ((ctx: IdentityCtx, input: never) => Promise<unknown>);
export type AnyOperation = AnyTenantOperation | AnyIdentityOperation;

/** The status of a request that is carried out, for the first time and when it is repeated under its key. */
export const doneStatus = ({ rest, upload }: Pick<AnyOperation, "rest" | "upload">): 200 | 201 =>
  rest?.creates || upload ? 201 : 200;

/** A unit of licence. Its operations and jobs carry its key, so the module gate cannot be forgotten. */
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

/** Acts without a workspace: sign-up, reset, my workspaces, create a workspace, accept an invitation. */
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
