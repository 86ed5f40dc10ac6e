"use client";

import { useState } from "react";
import { Form, FormError, SubmitButton } from "@/components/form/form";
import { PasswordField } from "@/components/form/password-field";
import { EmailField } from "@/components/form/text-field";
import { isEmail, isGiven, useCheckedForm } from "@/components/form/use-checked-form";
import { Link } from "@/components/ui/link";
import { isUnverified, signInWithPassword } from "../client";
import { PasskeyButton } from "./passkey-button";
import { ResendButton } from "./resend-button";

type Fields = { email: string; password: string };
const checks = { email: isEmail, password: isGiven("Enter your password.") };

/** E-mail address and password. `next` is the address to open afterwards. */
export function SignInForm({ next, address = "" }: { next: string; address?: string | undefined }) {
  const form = useCheckedForm<Fields>(checks, { email: address, password: "" });
  const [unverified, setUnverified] = useState<string | null>(null);
  const forgot = (
    <Link href="/forgot" className="link">
      Forgot password?
    </Link>
  );
  return (
    <>
      <Form
        form={form}
        onSubmit={async (values) => {
          setUnverified(null);
          try {
            await signInWithPassword({ ...values, email: values.email.trim() }, next);
          } catch (error) {
            if (isUnverified(error)) setUnverified(values.email);
            throw error;
          }
        }}
      >
        <FormError />
        {unverified ? <ResendButton email={unverified} /> : null}
        <EmailField<Fields> name="email" label="E-mail" size="lg" autoFocus={address === ""} />
        <PasswordField<Fields>
          name="password"
          label="Password"
          size="lg"
          autoComplete="current-password"
          autoFocus={address !== ""}
          action={forgot}
        />
        <SubmitButton size="lg">Sign in</SubmitButton>
      </Form>
      <PasskeyButton next={next} />
      <p className="mt-5 text-muted">
        New here?{" "}
        <Link href="/sign-up" className="link">
          Create an account
        </Link>
      </p>
    </>
  );
}
