"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useFormContext, useWatch } from "react-hook-form";
import { FieldFrame, useField } from "@/components/form/field";
import { Input } from "@/components/ui/input";
import { useApi } from "@/trpc/react";
import { slugProblem } from "../rules";

interface SlugFields {
  slug: string;
  name: string;
}

/** The text, a quarter of a second after the last key. */
function useRested(text: string): string {
  const [rested, setRested] = useState(text);
  useEffect(() => {
    // The clock: the server is asked when the typing pauses.
    const timer = setTimeout(() => setRested(text), 250);
    return () => clearTimeout(timer);
  }, [text]);
  return rested;
}

/** The address of a workspace, checked while typing; for a taken one it offers another with one click. */
export function SlugField({ host }: { host: string }) {
  const api = useApi();
  const { control, setValue, clearErrors } = useFormContext<SlugFields>();
  const { id, field, error } = useField<SlugFields>("slug", false);
  const [slug, name] = useWatch({ control, name: ["slug", "name"] });
  const rested = useRested(slug);
  const wellFormed = slugProblem(slug) === null;
  const check = useQuery(
    api.tenants.checkSlug.queryOptions({ slug: rested, name }, { enabled: wellFormed && rested === slug }),
  );
  const answer = wellFormed && check.data?.slug === slug ? check.data : null;
  const problem = answer?.problem ?? error;
  const suggestion = answer?.problem ? answer.suggestion : null;

  function take(next: string) {
    setValue("slug", next, { shouldDirty: true, shouldTouch: true });
    clearErrors("slug");
  }

  const [before, after] = suggestion ? (problem ?? "").split(`Use ${suggestion}`) : [];
  const message = suggestion ? (
    <>
      {before}
      <button type="button" className="link relative hit-44" onClick={() => take(suggestion)}>
        {`Use ${suggestion}`}
      </button>
      {after}
    </>
  ) : (
    problem
  );
  return (
    <FieldFrame
      id={id}
      label="Address"
      error={message}
      hint={answer ? `${host}/${slug} is available.` : "Letters, digits and hyphens."}
    >
      <Input
        id={id}
        size="lg"
        invalid={Boolean(problem)}
        before={<span className="text-muted">{`${host}/`}</span>}
        autoCapitalize="off"
        autoComplete="off"
        spellCheck={false}
        aria-describedby={`${id}-note`}
        {...field}
        onChange={(event) => take(event.target.value.toLowerCase().replaceAll(" ", "-"))}
      />
    </FieldFrame>
  );
}
