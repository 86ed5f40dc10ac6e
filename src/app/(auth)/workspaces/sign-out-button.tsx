"use client";

import { Button } from "@/components/ui/button";
import { signOutTo } from "@/modules/platform/identity/auth/components/sign-out";

/** Ends the session on the server and in the browser. */
export function SignOutButton() {
  return (
    <Button size="lg" variant="ghost" onClick={() => void signOutTo("/sign-in")}>
      Sign out
    </Button>
  );
}
