import { forgetDrafts } from "@/components/rich-text/drafts";
import { lazyCode } from "@/components/ui/lazy-code";
import { notify } from "@/components/ui/toast";

const sessionCode = lazyCode(() => import("next-auth/react"));

/** Ends the session and opens a page. False if the server was not reached: a notice says that the session goes on. */
export async function signOutTo(path: string): Promise<boolean> {
  try {
    const code = await sessionCode.load().catch(() => null);
    if (code) await code.signOut({ callbackUrl: path });
    else await signOutPlainly(path);
    forgetDrafts();
    return true;
  } catch {
    notify.error("You are still signed in: the server could not be reached. Check your connection and try again.");
    return false;
  }
}

/** Signs out without next-auth's client, which the server no longer has for a page of an earlier version. */
async function signOutPlainly(path: string): Promise<void> {
  const { csrfToken } = await (await fetch("/api/auth/csrf")).json();
  const body = new URLSearchParams({ csrfToken, json: "true" });
  const { ok } = await fetch("/api/auth/signout", { method: "post", body });
  if (!ok) throw new Error("The server did not sign out.");
  window.location.assign(path);
}
