# shellcheck shell=bash
# What scripts/afterglow and scripts/cluster share: the JDK, Maven, the lock, Spark's jars and ours.
# Sourced by a script that has set root; needs bash 3.2 or later. Sets java, java_build,
# spark_version, spark_home, jar and sharing.
: "${root:=}"

say() { printf '%s\n' "$*" >&2; }

# A mistake in what was asked, or a machine that lacks something: one line, exit code 2.
fail() {
  say "$*"
  exit 2
}

# A property of pom.xml.
property() { sed -n "s|.*<$1>\(.*\)</$1>.*|\1|p" "$root/pom.xml" | head -n 1; }

# JDK 17 or 21, in JAVA_HOME or else on the PATH.
find_java() {
  local where major version
  if [ -n "${JAVA_HOME:-}" ]; then
    java=$JAVA_HOME/bin/java
    where="JAVA_HOME=$JAVA_HOME"
    [ -x "$java" ] || fail "$where holds no bin/java; set JAVA_HOME to a JDK 17 or 21."
  else
    java=$(command -v java) || fail "No java found; install a JDK 17 or 21, or set JAVA_HOME to one."
    where="$java on the PATH"
  fi
  version=$("$java" -version 2>&1 || true)
  java_build=$(sed -n '/^NOTE:\|^Picked up /d; s/, mixed mode.*//; /(build /p' <<<"$version")
  major=$(sed -n 's/.* version "\([0-9]*\).*/\1/p' <<<"$version" | head -n 1)
  case $major in
    17 | 21) ;;
    *) fail "Afterglow runs on JDK 17 or 21; $where is ${major:-of no known version}. Set JAVA_HOME to a JDK 17 or 21." ;;
  esac
}

maven() {
  command -v mvn >/dev/null || fail "No mvn found; install Apache Maven 3.8 or later."
  # Maven ends with a colour code even where it is told to use none.
  (set -o pipefail && mvn -q -B -Dstyle.color=never -f "$root/pom.xml" "$@" 2>&1 | sed $'s/\033\\[0m//g' >&2)
}

# One process at a time builds or fetches; others wait for it. Ends with the process, however that ends.
lock() {
  mkdir -p "$root/.spark"
  if command -v flock >/dev/null; then
    exec 9>"$root/.spark/lock"
    flock 9
    return
  fi
  local holder
  until mkdir "$root/.spark/lock.d" 2>/dev/null; do
    holder=$(cat "$root/.spark/lock.d/pid" 2>/dev/null || true)
    if [ -n "$holder" ] && ! kill -0 "$holder" 2>/dev/null; then
      rm -rf "$root/.spark/lock.d"
    else
      sleep 1
    fi
  done
  echo $$ >"$root/.spark/lock.d/pid"
}

unlock() {
  if command -v flock >/dev/null; then
    exec 9>&-
  else
    rm -rf "$root/.spark/lock.d"
  fi
}

# Spark's jars, from the registry that Maven uses. They appear under their name only when all are there.
find_spark_home() {
  spark_version=$(property spark.version)
  spark_home=$root/.spark/spark-$spark_version
  [ -d "$spark_home" ] && return
  lock
  if [ ! -d "$spark_home" ]; then
    local started=$SECONDS partial=$root/.spark/partial.$$
    rm -rf "$root"/.spark/partial.*
    say "fetching Spark $spark_version by Maven into .spark, once (about 330 MB) …"
    maven org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies \
      -DincludeScope=provided "-DoutputDirectory=$partial/jars" ||
      fail "Spark $spark_version could not be fetched; Maven's lines above say why."
    mv "$partial" "$spark_home"
    say "Spark $spark_version is there ($((SECONDS - started)) s)"
  fi
  unlock
}

is_built() {
  [ -f "$jar" ] && [ ! -e "$root/target/.building" ] &&
    [ -z "$(find "$root/pom.xml" "$root/src/main" -newer "$jar" 2>/dev/null | head -n 1)" ]
}

# target/afterglow.jar, built anew when a source is newer.
find_jar() {
  jar=$root/target/afterglow.jar
  is_built && return
  lock
  if ! is_built; then
    local started=$SECONDS
    [ -x "${java%/*}/javac" ] || command -v javac >/dev/null ||
      fail "$java is a runtime without a compiler; building needs a JDK 17 or 21."
    say "building target/afterglow.jar …"
    mkdir -p "$root/target"
    : >"$root/target/.building"
    maven package -Dmaven.test.skip=true -Dspotless.check.skip=true ||
      fail "The build failed; Maven's lines above say why."
    rm -f "$root/target/.building"
    say "built target/afterglow.jar ($((SECONDS - started)) s)"
  fi
  unlock
}

# An archive of the classes that Spark loads, from which a JVM takes them in a third of the time:
# Java's options for it in the array sharing, none if there is no archive. It suits one build of
# Java, these very jars and their place, and the JVM does not use it with any others. Its size
# stands in its name, because a JVM that maps less than it expects dies.
find_sharing() {
  local archive bytes
  sharing=()
  sharing_key=$(printf '%s\n' "$java_build" "$spark_home" | cksum | cut -d ' ' -f 1)
  for archive in "$spark_home/classes-$sharing_key-"*.jsa; do
    bytes=${archive##*-}
    bytes=${bytes%.jsa}
    if [ -n "$(find "$archive" -size "${bytes}c" 2>/dev/null)" ]; then
      sharing=("-XX:SharedArchiveFile=$archive" '-Xlog:cds*=off' '-Xlog:class+path=off')
    fi
  done
}

# Makes that archive, at the second start in need of one: it costs as much as some five starts gain,
# which is lost on whoever starts only once. Nothing depends on it: where it fails it is left.
make_sharing() { # SCRATCH OPTIONS…: a folder for temporary files, Spark's options of Java
  local scratch=$1/sharing mark=$spark_home/classes-$sharing_key partial bytes
  shift
  [ -w "$spark_home" ] && [ -w "$root/.spark" ] && [ ! -e "$mark-failed" ] || return 0
  if [ ! -e "$mark-wanted" ]; then
    (: >"$mark-wanted") 2>/dev/null || true
    return 0
  fi
  lock
  find_sharing
  if [ ${#sharing[@]} -eq 0 ] && [ ! -e "$mark-failed" ]; then
    local started=$SECONDS ended=0
    say "archiving Spark's classes, once, so that later starts take less time …"
    rm -f "$spark_home"/classes-*.jsa "$spark_home"/classes-*.partial
    partial=$mark.$$.partial
    # An ingest by way of spark-submit's class, so that only Spark's jars are on the class path: that
    # at run time begins with them. Java's warnings are of classes that cannot be archived.
    mkdir -p "$scratch"
    (
      unset JDK_JAVA_OPTIONS JAVA_TOOL_OPTIONS _JAVA_OPTIONS SPARK_CONF_DIR
      exec "$java" -Xmx512m -XX:TieredStopAtLevel=1 -XX:+UseSerialGC "$@" -Xlog:disable \
        "-XX:ArchiveClassesAtExit=$partial" "-Djava.io.tmpdir=$scratch" \
        "-Dspark.local.dir=$scratch" "-Dspark.master=local[1]" -Dspark.sql.shuffle.partitions=1 \
        -cp "$spark_home/jars/*" org.apache.spark.deploy.SparkSubmit \
        --class org.afterglow.cli.Main "$jar" ingest "$scratch/out" --key "$scratch/key" \
        --posts "$root/data-samples/archives/reddit/comments/RC_2024-01.zst"
    ) >/dev/null 2>&1 </dev/null || ended=$?
    case $ended in
      129 | 130 | 143) # by the terminal, or whoever else may end this: Java does not hand it on
        rm -f "$partial"
        exit "$ended"
        ;;
    esac
    if [ "$ended" -eq 0 ] && [ -s "$partial" ]; then
      bytes=$(($(wc -c <"$partial")))
      mv "$partial" "$mark-$bytes.jsa"
      find_sharing
      say "Spark's classes are archived ($((SECONDS - started)) s)"
    else
      rm -f "$partial"
      (: >"$mark-failed") 2>/dev/null || true
      say "Spark's classes could not be archived; starts take as long as before"
    fi
    rm -rf "$scratch"
  fi
  unlock
}
