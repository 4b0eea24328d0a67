/** A mistake of ours, or a file of an older version that is gone. Loading again mends both. */
export function Broken() {
  return (
    <main class="screen">
      <h1>Something went wrong here</h1>
      <p>What you wrote before is safe on this phone.</p>
      <button type="button" class="button button-main" onClick={() => location.reload()}>
        Load again
      </button>
      <a class="button" href="/urgent">
        Urgent symptoms
      </a>
    </main>
  )
}
