import "server-only";
import type { z } from "zod";
import type { Permission } from "@/lib/roles";
import type { Ctx, IdentityCtx } from "./context.ts";
import type { ListDefinition } from "./list-filter.ts";
import type { Scope } from "./scope.ts";

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

export interface CommonDef<K extends Kind, I extends z.ZodType, O extends z.ZodType> {
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
