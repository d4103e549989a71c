.DEFAULT_GOAL := help
.PHONY: help sandbox sandbox-down build image image-lock test test-realistic test-gitops test-emulator test-image bench crds fmt clean

SANDBOX := python3 sandbox/sandbox.py
# Every recipe that needs Java starts with this, so that the others run without.
JDK := export JAVA_HOME="$$(sandbox/jdk.sh)" && [ -n "$$JAVA_HOME" ] &&
MVN := $(JDK) ./mvnw -B -ntp

help: ## List the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

sandbox: ## Bring up a cluster, an AWS emulator, the operator, staging and production
	@$(JDK) $(SANDBOX) up

sandbox-down: ## Stop the sandbox and remove its directory
	@$(SANDBOX) down

build: ## Compile and package the operator and its kubectl plugin, without tests
	$(MVN) -DskipTests package

image: ## Build the container image, without a container engine; signed where KEY=cosign.key is given
	@$(JDK) sandbox/with-infra.sh .sandbox-image deploy/image/build.py
	@$(if $(KEY),deploy/image/sign.py sign --key '$(KEY)',true)

image-lock: ## Pin the Debian packages in the image that are served now, and the JDK
	@$(JDK) deploy/image/build.py --lock

test: test-emulator test-image ## Run every test, against a sandbox of its own
	@rm -rf target/surefire-reports target/failsafe-reports
	@$(JDK) sandbox/with-infra.sh .sandbox-test ./mvnw -B -ntp verify || { sandbox/failed_tests.py; exit 1; }

test-realistic: ## Run the controller's integration tests where the emulator behaves as AWS does
	@$(JDK) sandbox/with-infra.sh .sandbox-realistic ./mvnw -B -ntp test-compile \
	  failsafe:integration-test@default failsafe:verify -Dsoundbite.aws.profile=realistic \
	  -Dtest.groups.unrealistic=kind -Dit.test='controller/*IT' -Dfailsafe.failIfNoSpecifiedTests=false

test-gitops: ## Run only the test of make test with the real Argo CD, against a sandbox of its own
	@$(JDK) sandbox/with-infra.sh .sandbox-gitops ./mvnw -B -ntp verify -Dtest=NoUnitTest -Dit.test=ArgoCdIT \
	  -Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false

test-emulator: ## Run the AWS emulator's own tests
	@python3 -m unittest discover -s sandbox
	@$(SANDBOX) test-emulator

test-image: ## Run the tests of the image's pinned Java
	@$(JDK) python3 -m unittest discover -s deploy/image

bench: ## Measure speed and calls, against a sandbox of its own
	@$(JDK) sandbox/with-infra.sh .sandbox-bench ./mvnw -B -ntp -Pbench verify

crds: ## Write deploy/crds, the chart's copy and docs/api.md anew from the Java records
	$(MVN) -q test -Dtest='CrdManifestTest,ApiReferenceTest' -Dsoundbite.crds=write

fmt: ## Format the Java sources
	$(MVN) spotless:apply

clean: sandbox-down ## Remove the sandbox and what was built
	$(MVN) clean
