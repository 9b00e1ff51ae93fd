/**
 * What instructions of a Dockerfile that are controls do, by keyword; flags are `RUN --mount=type=secret`.
 * Source: the Dockerfile reference of BuildKit.
 */
export const instructionWords: ReadonlyMap<string, string> = new Map([
  [
    'USER',
    'Says as which user the following RUN, CMD and ENTRYPOINT run; the last one decides for the container. A number lets others check that it is not root without looking into /etc/passwd.',
  ],
  [
    'HEALTHCHECK',
    'A command the engine runs now and then to learn whether the service works. Compose and orchestrators wait for it and act on it; of several in a stage the last one counts.',
  ],
  [
    'HEALTHCHECK NONE',
    'Takes back the health check that the base image brings. A service that hangs then looks as healthy as one that works.',
  ],
  [
    'EXPOSE',
    'Documents on which ports the service listens. It opens nothing by itself; ports are published when the container is started, all exposed ones with -P.',
  ],
  [
    'ADD',
    'Copies files into the image, unpacks local archives and fetches URLs and git repositories. COPY does the first and nothing else, so that nothing unexpected is unpacked or fetched.',
  ],
  [
    'VOLUME',
    'Makes the engine put an anonymous volume at this place when nothing else is mounted there. What it holds outlives the container, and what later instructions write there may be lost.',
  ],
  [
    'ARG',
    'Declares a build argument. Its value stays readable in the history of the image, so that secrets belong into a secret mount.',
  ],
  [
    'ENV',
    'Sets an environment variable for the rest of the build and for every container of the image. Everybody who has the image can read it.',
  ],
  [
    'ONBUILD',
    'Stores an instruction that runs in builds that start FROM this image. Who builds on it executes it without seeing it in the own Dockerfile.',
  ],
  [
    'SHELL',
    'Chooses the program that runs the shell form of later instructions. With -o pipefail or -e in it, failures inside a pipe or a list are not passed over.',
  ],
  [
    'RUN --mount=type=secret',
    'Shows a secret as a file, or a variable, while this one instruction runs. It ends up in no layer and not in the history, unless the command itself copies it somewhere.',
  ],
  [
    'RUN --mount=type=ssh',
    'Lends the SSH agent of who builds to this one instruction. The keys can be used meanwhile, but not read, and nothing of them stays in the image.',
  ],
  [
    'RUN --mount=type=cache',
    'Keeps a folder from one build to the next, outside of the image. Other builds with the same id share it, so what one of them puts there, the next one uses.',
  ],
  [
    'RUN --mount=type=bind',
    'Shows files of the build context or of another stage while this one instruction runs, read-only unless rw is given. Nothing of it is copied into the image.',
  ],
  [
    'RUN --mount=type=tmpfs',
    'Puts a file system in memory there while this one instruction runs. What is written to it is in no layer.',
  ],
  [
    'RUN --network=none',
    'Cuts this instruction off from the network. Nothing it executes can fetch or send anything.',
  ],
  [
    'RUN --network=host',
    'Runs this instruction in the network of the machine that builds. It reaches services that listen on loopback there; the builder has to allow it.',
  ],
  [
    'RUN --network=default',
    'Runs this instruction in the usual network of builds. That is what happens without the flag, too.',
  ],
  [
    'RUN --security=insecure',
    'Runs this instruction with elevated rights, like a privileged container. The builder has to allow it; what the command downloads then has control of the machine that builds.',
  ],
  [
    'RUN --security=sandbox',
    'Runs this instruction in the usual sandbox of builds. That is what happens without the flag, too.',
  ],
  [
    'ADD --checksum',
    'The digest the fetched file must have; the build fails where it differs. It pins what a URL gives, whoever controls the server tomorrow.',
  ],
  [
    'COPY --chown',
    'Gives the copied files to this user and group instead of root. Files that the service only reads are safer when they stay with root.',
  ],
  [
    'COPY --chmod',
    'Sets the mode of the copied files. Without write permission for the user of the service, a break-in cannot change them.',
  ],
  [
    'COPY --from',
    'Copies from another stage or image instead of the build context. Compilers and secrets of that stage stay behind, and only what is copied gets into this one.',
  ],
]);
