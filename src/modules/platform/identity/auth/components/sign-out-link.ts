import { notify } from "@/components/ui/toast";

/** Ends the session and opens a page. If the server cannot be reached the session goes on, and a notice says so. */
export async function signOutTo(path: string): Promise<void> {
  try {
    const { signOut } = await import("next-auth/react");
    await signOut({ callbackUrl: path });
  } catch {
    notify.error("You are still signed in: the server could not be reached. Check your connection and try again.");
  }
}
