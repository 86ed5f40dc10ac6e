"use client";

import { useRouter } from "next/navigation";
import { Form, FormError, SubmitButton } from "@/components/form/form";
import { useZodForm } from "@/components/form/use-zod-form";
import { Button } from "@/components/ui/button";
import { planPage } from "@/lib/plan-page";
import { useInvite } from "../client";
import { InviteFields, inviteForm } from "./invite-fields";

/** Invites colleagues during onboarding; can be skipped. */
export function WelcomeColleagues({ next }: { next: string }) {
  const router = useRouter();
  const form = useZodForm(inviteForm, { defaultValues: { people: "", role: "member" } });
  const invite = useInvite();
  return (
    <Form
      form={form}
      onSubmit={async (values) => {
        await invite.mutateAsync(values);
        router.push(next);
      }}
    >
      <FormError />
      {/* The founder is an owner, and a link would lead out of the steps. */}
      <InviteFields rows={6} buy={`You can change the plan later under ${planPage()} in Settings.`} />
      <div className="flex gap-2 phone:flex-col">
        <SubmitButton size="lg">Send invitations</SubmitButton>
        <Button size="lg" variant="ghost" onClick={() => router.push(next)}>
          Skip for now
        </Button>
      </div>
    </Form>
  );
}
