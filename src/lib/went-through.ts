/** Whether an act went through; what refused it is handed to `onRefused`. */
export function wentThrough(act: Promise<unknown>, onRefused?: (error: unknown) => void): Promise<boolean> {
  return act.then(
    () => true,
    (error) => {
      onRefused?.(error);
      return false;
    },
  );
}
