# shellcheck shell=bash
# What scripts/afterglow and scripts/cluster share: the JDK, Maven, the lock, Spark's jars and ours.
# Sourced by a script that has set root; needs bash 3.2 or later. Sets java, spark_version,
# spark_home and jar.
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
  local where major
  if [ -n "${JAVA_HOME:-}" ]; then
    java=$JAVA_HOME/bin/java
    where="JAVA_HOME=$JAVA_HOME"
    [ -x "$java" ] || fail "$where holds no bin/java; set JAVA_HOME to a JDK 17 or 21."
  else
    java=$(command -v java) || fail "No java found; install a JDK 17 or 21, or set JAVA_HOME to one."
    where="$java on the PATH"
  fi
  major=$("$java" -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p' | head -n 1)
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
