import { readServerError } from "@/components/form/server-error";
import { ErrorState } from "@/components/ui/error-state";

/** Shown in place of failed data: its name, the reason, and a retry. */
export function QueryFailed(props: {
  /** "The teams could not be loaded" */
  title: string;
  query: { error: unknown; isFetching: boolean; refetch(): unknown };
  className?: string | undefined;
}) {
  const { title, query, className } = props;
  const refusal = readServerError(query.error);
  return (
    <ErrorState
      title={title}
      className={className}
      onRetry={() => void query.refetch()}
      busy={query.isFetching}
      reference={refusal.reference}
    >
      {refusal.message}
    </ErrorState>
  );
}
