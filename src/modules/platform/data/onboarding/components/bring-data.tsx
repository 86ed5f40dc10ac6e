"use client";

import { useMutation } from "@tanstack/react-query";
import { ArrowRight, Sparkles, Upload } from "lucide-react";
import { useState } from "react";
import { readServerError } from "@/components/form/server-error";
import { Button } from "@/components/ui/button";
import { Link } from "@/components/ui/link";
import { Note } from "@/components/ui/note";
import { useApi } from "@/trpc/react";

interface BringDataProps {
  workspace: string;
  mayAddSamples: boolean;
  mayImport: boolean;
}

/** The last step of the onboarding: sample data in one click, files, or an empty workspace. */
export function BringData({ workspace, mayAddSamples, mayImport }: BringDataProps) {
  const [problem, setProblem] = useState<string | null>(null);
  const add = useMutation(
    useApi().onboarding.addSamples.mutationOptions({
      onSuccess: () => window.location.assign(`/${workspace}`),
      onError: (error) => setProblem(readServerError(error).message),
    }),
  );
  return (
    <div className="grid gap-4">
      {problem === null ? null : <Note tone="danger">{problem}</Note>}
      <div className="flex flex-wrap gap-2 phone:flex-col">
        {mayAddSamples ? (
          <Button
            variant="primary"
            size="lg"
            icon={<Sparkles aria-hidden />}
            disabled={add.isPending || add.isSuccess}
            onClick={() => add.mutate({})}
          >
            Add sample data
          </Button>
        ) : null}
        {mayImport ? (
          <Button asChild size="lg">
            <Link href={`/${workspace}/settings/imports/new`}>
              <Upload aria-hidden />
              Import files
            </Link>
          </Button>
        ) : null}
        <Button asChild size="lg" variant="ghost">
          <Link href={`/${workspace}`}>
            Start empty
            <ArrowRight aria-hidden />
          </Link>
        </Button>
      </div>
    </div>
  );
}
