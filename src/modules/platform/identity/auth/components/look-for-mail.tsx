"use client";

import { AuthLayout } from "@/components/layout/auth-layout";
import { Button } from "@/components/ui/button";
import { ResendButton } from "./resend-button";

/** After sign-up: the same whether or not the address was known. */
export function LookForMail({ email, onOther }: { email: string; onOther: () => void }) {
  return (
    <AuthLayout
      title="Check your inbox"
      description={
        <>
          We sent a link to <span className="font-medium text-text">{email}</span>. Open it to continue. It works for 48
          hours. If you cannot find the e-mail, check your spam folder.
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
