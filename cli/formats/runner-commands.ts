/**
 * Makes text for people harmless where a build's log is read by the machine that runs the build. A line that begins with
 * `::`, blanks before it not counting, is a command to the runner of GitHub, and so is `##[` anywhere in a line
 * (actions/runner, `ActionCommand.TryParseV2` and `TryParse`); `##vso[` is one to Azure Pipelines, `##teamcity[` one to
 * TeamCity. Names and lines of linted files could hold all of them.
 */
export function withoutRunnerCommands(text: string): string {
  return text
    .replace(/^([ \t]{0,64})::/gm, '$1<U+003A>:')
    .replace(/##(?=\[|vso\[|teamcity\[)/gi, '#<U+0023>');
}
