/** Makes a function that computes its value on the first call and keeps it. */
export function lazily<T>(compute: () => T): () => T {
  let kept: { readonly value: T } | undefined;
  return () => {
    kept ??= { value: compute() };
    return kept.value;
  };
}
