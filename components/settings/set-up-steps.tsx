/** The way from an empty instance to something that runs: two eyelets on a thread, the first with the thread in it. */
export function SetUpSteps() {
  return (
    <ol aria-label="Steps" className="relative mt-16 grid grid-cols-2 text-fg-3 text-small max-sm:mt-8">
      <span aria-hidden="true" className="absolute top-[5px] right-1/2 left-0 border-line-2 border-t-[1.5px]" />
      <li aria-current="step" className="relative pt-5 font-medium text-fg">
        <span
          aria-hidden="true"
          className="absolute top-0 left-0 h-3 w-5 rounded-full border-2 border-focus bg-surface"
        >
          <span className="absolute inset-x-[-2px] top-[3px] border-focus border-t-2" />
        </span>
        Owner
      </li>
      <li className="relative pt-5">
        <span
          aria-hidden="true"
          className="absolute top-0 left-0 h-3 w-5 rounded-full border-2 border-edge bg-surface"
        />
        First workflow
      </li>
    </ol>
  );
}
