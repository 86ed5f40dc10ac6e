"use client";

import { AuthLayout } from "@/components/layout/auth-layout";
import { Button } from "@/components/ui/button";
import { ResendButton } from "./resend-button";

/** After sign-up: the same whether or not the address was known. */
export function LookForMail({ email, onOther }: { email: string; onOther: () => void }) {
  return (
    <AuthLayout
      title="Look for our mail"
      description={
        <>
          We sent a link to <span className="font-medium text-text">{email}</span>. Open it to go on. It works for 48
          hours; look in the spam folder too.
        </>
      }
    >
      <div className="flex flex-wrap gap-2">
        <ResendButton email={email} />
        <Button size="lg" variant="ghost" onClick={onOther}>
          Use another address
        </Button>
      </div>
    </AuthLayout>
  );
}
