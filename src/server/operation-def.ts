import "server-only";
import type { z } from "zod";
import type { Permission } from "@/lib/roles";
import type { Ctx, IdentityCtx } from "./context.ts";
import type { ListDefinition } from "./list-definition.ts";
import type { Scope } from "./scope.ts";

export type Kind = "query" | "mutation";
/** Outside a workspace there are no roles: a person must be signed in, or anyone may call. */
export type IdentityPermission = "person" | "anonymous";
export type StaffAccess = "read" | "write" | "never";

export interface RestRoute {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Below /api/v1, with {placeholders} that are fields of the input. */
  path: `/${string}`;
  /**
   * The operation creates a record: it answers 201, as each upload does. With "ifNew" its answer says by `created` whether
   * it did. Others answer 200.
   */
  creates?: true | "ifNew";
  /** Fields that the example of the documentation has besides the required ones. */
  shown?: readonly string[];
}

/** A separate route for a file as the body, which is read while it arrives. */
interface UploadRoute {
  /** Below /api, with {placeholders} that are fields of the input. */
  path: `/${string}`;
  /** The input fields that the address of the file holds. */
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
  /** The same list with more sortable fields, if it has any. */
  order?: ListDefinition;
  upload?: UploadRoute;
  /** It answers records of this kind: REST narrows them by `fields` and adds those that they refer to by `include`. */
  records?: string;
  /** The right that impersonating staff need; by default read for queries and write for mutations. */
  staff?: StaffAccess;
  /**
   * Asks people to confirm their identity (`server/step-up.ts`) unless they just did: always, or if the input makes the
   * act risky. Programs with API keys are not asked.
   */
  stepUp?: true | ((input: z.output<I>) => boolean);
  /** The state of a record can refuse this query with CONFLICT, as it can any change. */
  conflicts?: true;
  /** It can refuse a cursor with CURSOR_EXPIRED: its caller reads everything again. */
  cursorEnds?: true;
  /** Its input names the page that staff look at, for the transcript of their support session. */
  page?: true;
  /** Why this mutation writes no event. */
  silent?: string;
}

/** The ids of one kind of record that an input names. */
export interface RowsOf<Input> {
  scope: Scope;
  ids: (input: Input) => (string | null | undefined)[];
  /** Those of the missing ids that count all the same, because an undo brings them back. */
  restored?: (ctx: Ctx, input: Input, missing: readonly string[]) => Promise<readonly string[]>;
}

export interface TenantDef<K extends Kind, I extends z.ZodType, O extends z.ZodType> extends CommonDef<K, I, O> {
  permission: Permission;
  /** Another permission that is enough as well. */
  orPermission?: Permission;
  /**
   * True: guests may call it though its permission is none of theirs, because all that it answers is shared with them.
   * False: they may not, though they have the permission.
   */
  guests?: boolean;
  /** The existing rows that it changes: an invisible one is NOT_FOUND, a visible but not editable one FORBIDDEN. */
  on?: RowsOf<z.output<I>>;
  /** Existing rows that it points to without changing them: an invisible one is NOT_FOUND. */
  uses?: readonly RowsOf<z.output<I>>[];
  /** Calls a vendor, or changes more than one transaction can: opens short transactions itself with `inTransaction`. */
  external?: true;
  /**
   * Changes who can do or see something: its transaction locks the actor's rights (`holdRights`) and fails if they
   * ended after the request arrived. An external operation locks them itself.
   */
  changesAccess?: true;
  /**
   * Its rows come from a noun's presenter: production does not check again that they fit the schema, which takes longer
   * than the query. `presented.db.test.ts` compares both for every noun.
   */
  presented?: true;
  run(ctx: Ctx, input: z.output<I>): Promise<z.input<O>>;
}

export interface IdentityDef<K extends Kind, I extends z.ZodType, O extends z.ZodType> extends CommonDef<K, I, O> {
  permission: IdentityPermission;
  run(ctx: IdentityCtx, input: z.output<I>): Promise<z.input<O>>;
}
