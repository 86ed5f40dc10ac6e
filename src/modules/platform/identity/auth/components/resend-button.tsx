"use client";

import { useState } from "react";
import { toastRefusal } from "@/components/form/toast-refusal";
import { Button } from "@/components/ui/button";
import { notify } from "@/components/ui/toast";
import { resendLink } from "../client";

/** Sends the confirmation link again. */
export function ResendButton({ email }: { email: string }) {
  const [busy, setBusy] = useState(false);
  async function resend() {
    setBusy(true);
    try {
      await resendLink(email);
      notify.success(`A new link was sent to ${email}`);
    } catch (error) {
      toastRefusal(error);
    }
    setBusy(false);
  }
  return (
    <Button size="lg" busy={busy} onClick={resend}>
      Send the link again
    </Button>
  );
}
