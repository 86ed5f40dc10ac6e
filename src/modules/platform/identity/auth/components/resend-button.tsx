"use client";

import { useMutation } from "@tanstack/react-query";
import { readServerError } from "@/components/form/server-error";
import { Button } from "@/components/ui/button";
import { notify } from "@/components/ui/toast";
import { useApi } from "@/trpc/react";

/** Sends the confirmation link again. */
export function ResendButton({ email }: { email: string }) {
  const api = useApi();
  const resend = useMutation(
    api.auth.resendVerification.mutationOptions({
      onSuccess: () => notify.success(`A new link was sent to ${email}`),
      onError: (error) => notify.error(readServerError(error).message),
    }),
  );
  return (
    <Button size="lg" busy={resend.isPending} onClick={() => resend.mutate({ email })}>
      Send the link again
    </Button>
  );
}
