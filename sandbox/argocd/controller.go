package main

import (
	"fmt"
	"time"

	"github.com/spf13/cobra"
	"k8s.io/apimachinery/pkg/util/wait"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/tools/clientcmd"

	commitclient "github.com/argoproj/argo-cd/v2/commitserver/apiclient"
	"github.com/argoproj/argo-cd/v2/controller"
	"github.com/argoproj/argo-cd/v2/controller/sharding"
	"github.com/argoproj/argo-cd/v2/pkg/apis/application/v1alpha1"
	appclientset "github.com/argoproj/argo-cd/v2/pkg/client/clientset/versioned"
	"github.com/argoproj/argo-cd/v2/reposerver/apiclient"
	"github.com/argoproj/argo-cd/v2/util/argo"
	"github.com/argoproj/argo-cd/v2/util/argo/normalizers"
	cacheutil "github.com/argoproj/argo-cd/v2/util/cache"
	appstatecache "github.com/argoproj/argo-cd/v2/util/cache/appstate"
	"github.com/argoproj/argo-cd/v2/util/cli"
	kubeutil "github.com/argoproj/argo-cd/v2/util/kube"
	"github.com/argoproj/argo-cd/v2/util/settings"
)

// newController is Argo CD's own command of the application controller, with its
// defaults, but for one thing: that listens for metrics on every address.
func newController() *cobra.Command {
	var (
		clientConfig clientcmd.ClientConfig
		repoServer   string
		metricsPort  int
		newCache     func() (*appstatecache.Cache, error)
	)
	command := &cobra.Command{
		Use: "application-controller",
		RunE: func(command *cobra.Command, _ []string) error {
			ctx := command.Context()
			namespace, _, err := clientConfig.Namespace()
			if err != nil {
				return err
			}
			config, err := clientConfig.ClientConfig()
			if err != nil {
				return err
			}
			if err := v1alpha1.SetK8SConfigDefaults(config); err != nil {
				return err
			}
			cache, err := newCache()
			if err != nil {
				return err
			}
			cache.Cache.SetClient(cacheutil.NewTwoLevelClient(cache.Cache.GetClient(), 10*time.Minute))
			client := kubernetes.NewForConfigOrDie(config)
			var it *controller.ApplicationController
			manager := settings.NewSettingsManager(ctx, client, namespace, settings.WithRepoOrClusterChangedHandler(func() {
				it.InvalidateProjectsCache()
			}))
			shards, err := sharding.GetClusterSharding(client, manager, "legacy", false)
			if err != nil {
				return err
			}
			it, err = controller.NewApplicationController(
				namespace, manager, client, appclientset.NewForConfigOrDie(config),
				apiclient.NewRepoServerClientset(repoServer, 60, apiclient.TLSConfiguration{DisableTLS: true}),
				commitclient.NewCommitServerClientset(""), cache, kubeutil.NewKubectl(),
				180*time.Second, 0, 0, // resync, hard resync, jitter
				0, &wait.Backoff{Duration: 2 * time.Second, Factor: 3, Cap: 300 * time.Second}, 330*time.Second, // self-heal
				0, 180*time.Second, // sync timeout, patience with the repository server
				metricsPort, 0, nil, nil, 20, true, shards, nil, nil, false, false,
				normalizers.IgnoreNormalizerOpts{}, argo.DefaultEnableEventList(), false,
			)
			if err != nil {
				return err
			}
			it.GetMetricsServer().Addr = fmt.Sprintf("127.0.0.1:%d", metricsPort)
			it.Run(ctx, 20, 10)
			return nil
		},
	}
	clientConfig = cli.AddKubectlFlagsToCmd(command)
	command.Flags().StringVar(&repoServer, "repo-server", "", "the repository server's address")
	command.Flags().IntVar(&metricsPort, "metrics-port", 0, "port of metrics and health")
	newCache = appstatecache.AddCacheFlagsToCmd(command)
	return command
}
