"use client";

import { signOut } from "next-auth/react";
import { Button } from "@/components/ui/button";

/** Ends the session on the server and in the browser. */
export function SignOutButton() {
  return (
    <Button size="lg" variant="ghost" onClick={() => void signOut({ callbackUrl: "/sign-in" })}>
      Sign out
    </Button>
  );
}
