import { createApiKey } from "@/modules/platform/identity/api-keys/operations";
import { signIn, signOut } from "@/modules/platform/identity/auth/operations/sign-in";
import { tenantCtx } from "@/server/access";
import type { IdentityCtx } from "@/server/context";
import { AppError } from "@/server/errors";
import { noteKeyUse } from "@/server/key-use";
import { newId } from "@/server/new-id";
import { type DemoMember, type DemoWorkspace, demoPassword, peopleOf } from "./people";

const userAgent = "Mozilla/5.0 (X11; Linux x86_64) Chrome/142.0";

/** Fills the audit log with visits: sign-ins, a mistyped password, a use of the key, and acts that were refused. */
export async function bringVisits(workspace: DemoWorkspace, key: string | null): Promise<void> {
  for (const [place, person] of peopleOf(workspace).entries())
    await visit(workspace.slug, person, `198.51.100.${place + 10}`);
  if (key === null) return;
  const address = "203.0.113.7";
  const program = { workspace: null, requestId: newId(), origin: null, address, userAgent: "Warehouse sync" };
  const ctx = await tenantCtx({ ...program, credential: { type: "apiKey", key } });
  if (ctx.actor.type === "apiKey") await noteKeyUse(ctx, ctx.actor.keyId, address);
}

async function visit(workspace: string, { email, role }: DemoMember, address: string): Promise<void> {
  const ctx: IdentityCtx = { realm: "identity", actor: { type: "anonymous" }, requestId: newId(), address, userAgent };
  if (role === "owner") await refused(signIn(ctx, { email, password: "mistyped", device: null }));
  const { token } = await signIn(ctx, { email, password: demoPassword, device: null });
  const request = { workspace, requestId: newId(), origin: null, address, userAgent };
  const member = await tenantCtx({ ...request, credential: { type: "session", token } });
  if (role === "member") await refused(createApiKey(member, { name: "My program", scopes: ["account:view"] }));
  await signOut(ctx, { token });
}

/** An act that is to be refused: only then the log tells of it. */
async function refused(act: Promise<unknown>): Promise<void> {
  const done = await act.then(
    () => true,
    (error: unknown) => {
      if (!(error instanceof AppError)) throw error;
      return false;
    },
  );
  if (done) throw new Error("An act of the demo was to be refused.");
}
