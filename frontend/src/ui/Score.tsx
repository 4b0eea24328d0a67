export function Score({ of: score }: { of: number }) {
  return (
    <span class="score" data-n={score}>
      {score}
    </span>
  )
}
